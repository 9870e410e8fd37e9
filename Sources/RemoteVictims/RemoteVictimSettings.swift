/// How a served model is asked.
public struct RemoteVictimSettings: Sendable, Hashable {
  /// How numbers travel.
  public enum Encoding: String, Sendable, Hashable, CaseIterable, Codable {
    /// Numbers as text: every server understands it.
    case json
    /// The protocol's binary tensor extension: a third of the bytes, and not a bit is lost.
    case binary
  }

  /// Nil: binary where the server takes it, which the first request finds out, and JSON elsewhere.
  public var encoding: Encoding?
  /// The most requests a second; nil for as many as the server answers.
  public var requestsPerSecond: Double?
  /// How often a request is tried again after a failure that may pass (no connection, time-out, 429, 500, 502 to 504).
  public var retries: Int
  /// How long an answer may take, in seconds.
  public var timeout: Double
  /// The most samples that may be sent; nil for any number.
  ///
  /// Samples answered from the cache cost nothing; every try of a request counts.
  public var queryBudget: Int?
  /// The most samples in one request.
  public var largestBatch: Int
  /// A folder that keeps every answer, so that no question is paid for twice; nil for none.
  public var cacheFolder: String?

  public init(
    encoding: Encoding? = nil, requestsPerSecond: Double? = nil, retries: Int = 4, timeout: Double = 30,
    queryBudget: Int? = nil, largestBatch: Int = 16, cacheFolder: String? = nil
  ) {
    self.encoding = encoding
    self.requestsPerSecond = requestsPerSecond
    self.retries = retries
    self.timeout = timeout
    self.queryBudget = queryBudget
    self.largestBatch = largestBatch
    self.cacheFolder = cacheFolder
  }

  /// Everything that is wrong with the numbers themselves.
  public var complaints: [String] {
    var complaints: [String] = []
    if let rate = requestsPerSecond, !(rate > 0 && rate.isFinite) {
      complaints.append("requests a second must be positive, are \(rate)")
    }
    if !(0...100).contains(retries) { complaints.append("retries must lie in 0...100, are \(retries)") }
    if !(timeout > 0 && timeout <= 3600) { complaints.append("the time-out must lie in 0...3600 s, is \(timeout)") }
    if let queryBudget, queryBudget < 1 { complaints.append("the query budget must be positive, is \(queryBudget)") }
    if !(1...4096).contains(largestBatch) { complaints.append("the batch must lie in 1...4096, is \(largestBatch)") }
    return complaints
  }
}
