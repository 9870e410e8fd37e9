public import Attacks
internal import Foundation
public import Tensors

/// A model behind HTTP that speaks the Open Inference Protocol, version 2 (KServe, Triton, MLServer and others).
///
///     GET  ADDRESS/v2/models/NAME          the tensors' names and shapes
///     POST ADDRESS/v2/models/NAME/infer    inputs [N] + inputShape, FP32, as JSON or as binary tensors
///
/// Only its answers are seen: attacks that need gradients are refused. Requests are limited in rate, tried again when the
/// failure may pass, and counted; answers can be kept on disk.
public final class RemoteVictim: Victim {
  public let inputShape: [Int]
  public let outputShape: [Int]
  public var access: VictimAccess { .scores }
  /// Samples sent so far, tries included.
  public private(set) var queries = 0
  /// Samples answered from the cache.
  public private(set) var cachedAnswers = 0
  private let model: URL
  private let input: String
  private let output: String?
  /// How numbers travel to this server.
  public let encoding: RemoteVictimSettings.Encoding
  private let settings: RemoteVictimSettings
  private let transport: PatientTransport
  private let cache: AnswerCache?

  /// Asks the server what the model is like, and the model for one answer.
  ///
  /// - Parameters:
  ///   - address: the server's, such as `http://localhost:8080`.
  ///   - model: the model's name on it.
  ///   - inputShape: one sample's shape; nil where the server states it.
  ///   - output: which output has the scores; nil for the first.
  ///   - settings: how it is asked.
  /// - Throws: `RemoteVictimError`.
  public convenience init(
    address: String, model: String, inputShape: [Int]? = nil, output: String? = nil,
    settings: RemoteVictimSettings = RemoteVictimSettings()
  ) throws {
    let transport = PatientTransport(
      NetworkTransport(), retries: settings.retries, requestsPerSecond: settings.requestsPerSecond)
    try self.init(
      address: address, model: model, inputShape: inputShape, output: output, settings: settings, transport: transport)
  }

  package init(
    address: String, model name: String, inputShape: [Int]?, output: String?, settings: RemoteVictimSettings,
    transport: PatientTransport
  ) throws {
    guard settings.complaints.isEmpty else {
      throw RemoteVictimError(address, settings.complaints.joined(separator: "; "), remedy: "correct the settings")
    }
    guard let base = URL(string: address), base.scheme == "http" || base.scheme == "https", base.host != nil else {
      throw RemoteVictimError(address, "this is no address", remedy: "write it as http://HOST:PORT")
    }
    model = base.appendingPathComponent("v2/models").appendingPathComponent(name)
    self.settings = settings
    self.transport = transport
    let metadata = try Self.metadata(of: model, settings, transport)
    input = metadata.inputs?.first?.name ?? "input-0"
    self.output = output ?? metadata.outputs?.first?.name
    self.inputShape = try Self.shape(inputShape, metadata, model)
    cache = try AnswerCache(folder: settings.cacheFolder, model: model.absoluteString + "#" + (self.output ?? ""))
    let probe = Probe(model: model, input: input, output: self.output, settings: settings, transport: transport)
    let (answer, encoding) = try probe.answer(to: Tensor(shape: [1] + self.inputShape))
    self.encoding = encoding
    guard answer.rank >= 2, answer.shape[0] == 1, answer.count > 1 else {
      throw RemoteVictimError(
        model.absoluteString, "the model answers one sample with \(answer.shape), not with [1, classes] scores",
        remedy: "name the output that holds the scores with 'output'")
    }
    outputShape = answer.sampleShape
    queries = 1
  }

  public func logits(of inputs: Tensor) throws -> Tensor {
    precondition(inputs.sampleShape == inputShape, "RemoteVictim: samples \(inputs.sampleShape), not \(inputShape)")
    let size = inputShape.product
    func sample(_ index: Int) -> ArraySlice<Float> { inputs.scalars[index * size..<(index + 1) * size] }
    var answers = (0..<inputs.batchCount).map { cache?.answer(to: sample($0)) }
    answers = answers.map { $0?.count == outputShape.product ? $0 : nil }
    let open = answers.indices.filter { answers[$0] == nil }
    cachedAnswers += answers.count - open.count
    for start in stride(from: 0, to: open.count, by: settings.largestBatch) {
      let chunk = Array(open[start..<min(start + settings.largestBatch, open.count)])
      let found = try scores(of: inputs.selectingSamples(chunk))
      for (row, index) in chunk.enumerated() {
        let answer = Array(found.scalars[row * outputShape.product..<(row + 1) * outputShape.product])
        cache?.keep(answer, of: sample(index))
        answers[index] = answer
      }
    }
    return Tensor(shape: [inputs.batchCount] + outputShape, scalars: answers.flatMap { $0 ?? [] })
  }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    throw RemoteVictimError(
      model.absoluteString, "a served model gives no gradients",
      remedy: "choose an attack that needs scores or decisions")
  }

  // MARK: Asking

  private func scores(of inputs: Tensor) throws -> Tensor {
    let request = try InferenceRequest(inputs, to: model, named: input, output: output, encoding: encoding)
    let answer = try Self.ask(request, model, output, settings, transport) { try self.spend(inputs.batchCount) }
    guard answer.shape == [inputs.batchCount] + outputShape else {
      throw RemoteVictimError(
        model.absoluteString,
        "the model answered \(inputs.batchCount) samples with \(answer.shape), and before with \(outputShape) a sample",
        remedy: "check that nobody has replaced the model meanwhile")
    }
    return answer
  }

  private func spend(_ samples: Int) throws {
    if let budget = settings.queryBudget, queries + samples > budget {
      throw RemoteVictimError(
        model.absoluteString, "the query budget of \(budget) samples is spent (\(queries) sent)",
        remedy: "raise 'query-budget', or attack fewer samples; a cache keeps what was paid for")
    }
    queries += samples
  }

  fileprivate static func ask(
    _ request: InferenceRequest, _ model: URL, _ output: String?, _ settings: RemoteVictimSettings,
    _ transport: PatientTransport, willTry: () throws -> Void = {}
  ) throws -> Tensor {
    let url = model.appendingPathComponent("infer")
    let question = HTTPQuestion(
      url: url, body: request.body, headers: request.headers, timeout: settings.timeout)
    let answer = try transport.answer(to: question, willTry: willTry)
    guard answer.status == 200 else {
      if refusals.contains(answer.status), request.isBinary { throw BinaryRefused() }
      throw refused(url, answer)
    }
    let length = answer.headers[InferenceRequest.headerLength.lowercased()].flatMap { Int($0) }
    return try InferenceResponse(
      parsing: answer.body, headerLength: length, output: output, address: url.absoluteString
    ).output
  }

  /// What servers answer to a body that they cannot read.
  private static let refusals: Set<Int> = [400, 415, 422]

  private static func metadata(
    of model: URL, _ settings: RemoteVictimSettings, _ transport: PatientTransport
  ) throws -> ModelMetadata {
    let answer = try transport.answer(
      to: HTTPQuestion(url: model, body: nil, headers: [:], timeout: settings.timeout))
    guard answer.status == 200 else { throw refused(model, answer) }
    return try ModelMetadata(parsing: answer.body, from: model.absoluteString)
  }

  private static func refused(_ url: URL, _ answer: HTTPAnswer) -> RemoteVictimError {
    RemoteVictimError(
      url.absoluteString, "the server answered with status \(answer.status)" + PatientTransport.excerpt(answer.body),
      remedy: answer.status == 404 ? "check the model's name" : "look at the server's log")
  }

  /// One sample's shape: as given, or as the server states it, the first extent being the batch.
  private static func shape(_ given: [Int]?, _ metadata: ModelMetadata, _ model: URL) throws -> [Int] {
    let stated = metadata.inputs?.first.map { Array($0.shape.dropFirst()) } ?? []
    guard let given else {
      if !stated.isEmpty, stated.allSatisfy({ $0 > 0 }) { return stated }
      throw RemoteVictimError(
        model.absoluteString, "the server leaves the input's shape open (\(stated))",
        remedy: "state one sample's shape as 'inputShape', or let the server state it")
    }
    let fits = stated.isEmpty || stated.count == given.count && zip(stated, given).allSatisfy { $0 <= 0 || $0 == $1 }
    guard fits else {
      throw RemoteVictimError(
        model.absoluteString, "the model takes samples of \(stated), asked for were \(given)",
        remedy: "name the model that is served: its own 'card', or the right 'model' of the server")
    }
    return given
  }
}

/// The first question to a model, which also finds out how numbers can travel.
private struct Probe {
  let model: URL
  let input: String
  let output: String?
  let settings: RemoteVictimSettings
  let transport: PatientTransport

  func answer(to sample: Tensor) throws -> (Tensor, RemoteVictimSettings.Encoding) {
    guard let stated = settings.encoding else {
      do { return (try answer(to: sample, .binary), .binary) } catch is BinaryRefused {
        return (try answer(to: sample, .json), .json)
      }
    }
    do { return (try answer(to: sample, stated), stated) } catch is BinaryRefused {
      throw RemoteVictimError(
        model.absoluteString, "the server does not take binary tensors", remedy: "ask in JSON")
    }
  }

  private func answer(to sample: Tensor, _ encoding: RemoteVictimSettings.Encoding) throws -> Tensor {
    let request = try InferenceRequest(sample, to: model, named: input, output: output, encoding: encoding)
    return try RemoteVictim.ask(request, model, output, settings, transport)
  }
}

/// A server that does not know the protocol's binary extension takes its bodies for broken JSON.
private struct BinaryRefused: Error {}
