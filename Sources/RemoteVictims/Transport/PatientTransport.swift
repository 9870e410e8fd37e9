internal import Foundation

/// Asks again after failures that may pass, and not more often than allowed.
///
/// Waits grow from a quarter of a second by doubling, to at most 30 s; a server that says how long to wait (Retry-After) is
/// believed, up to that.
package final class PatientTransport {
  private let transport: any HTTPTransport
  private let retries: Int
  private let interval: Double
  private let wait: (Double) -> Void
  private let now: () -> Double
  private var nextStart = -Double.infinity
  private static let longestWait = 30.0

  /// Asks through `transport`; `requestsPerSecond` is nil for no limit.
  ///
  /// `wait` sleeps for so many seconds, `now` is a clock in seconds that only runs forwards.
  package init(
    _ transport: any HTTPTransport, retries: Int, requestsPerSecond: Double?,
    wait: @escaping (Double) -> Void = SystemClock.wait, now: @escaping () -> Double = SystemClock.now
  ) {
    self.transport = transport
    self.retries = retries
    interval = requestsPerSecond.map { 1 / $0 } ?? 0
    self.wait = wait
    self.now = now
  }

  /// The first answer that is none of the passing failures.
  ///
  /// `willTry` is called before every try and may throw to forbid it.
  package func answer(to question: HTTPQuestion, willTry: () throws -> Void = {}) throws -> HTTPAnswer {
    var failure = Failure(reason: "", pause: 0)
    for attempt in 0...retries {
      try willTry()
      keepPace()
      switch try tried(question, tries: attempt + 1) {
      case .success(let answer): return answer
      case .failure(let found): failure = found
      }
      if attempt < retries { wait(min(max(failure.pause, 0.25 * pow(2, Double(attempt))), Self.longestWait)) }
    }
    throw Self.gaveUp(question, failure.reason, tries: retries + 1)
  }

  /// A failure that may pass, and how long the server wants to be left alone.
  private struct Failure: Error {
    let reason: String
    let pause: Double
  }

  private func tried(_ question: HTTPQuestion, tries: Int) throws -> Result<HTTPAnswer, Failure> {
    let answer: HTTPAnswer
    do throws(TransportFailure) {
      answer = try transport.answer(to: question)
    } catch {
      if error.mayPass { return .failure(Failure(reason: error.reason, pause: 0)) }
      throw Self.gaveUp(question, error.reason, tries: tries)
    }
    guard Self.passing.contains(answer.status) else { return .success(answer) }
    let pause = answer.headers["retry-after"].flatMap { Double($0) } ?? 0
    return .failure(Failure(reason: "status \(answer.status)" + Self.excerpt(answer.body), pause: pause))
  }

  private static let passing: Set<Int> = [408, 429, 500, 502, 503, 504]

  private func keepPace() {
    let time = now()
    if nextStart > time { wait(nextStart - time) }
    nextStart = max(nextStart, time) + interval
  }

  private static func gaveUp(_ question: HTTPQuestion, _ reason: String, tries: Int) -> RemoteVictimError {
    RemoteVictimError(
      question.url.absoluteString, "no usable answer after \(tries) \(tries == 1 ? "try" : "tries"): \(reason)",
      remedy: "check that the server runs and the model is loaded, or allow more time")
  }

  /// The beginning of what a server says of its own failure.
  static func excerpt(_ body: Data) -> String {
    let text = String(decoding: body.prefix(200), as: UTF8.self).split(whereSeparator: \.isNewline).joined(
      separator: " ")
    return text.isEmpty ? "" : " (\(text))"
  }
}

/// Time as the system has it.
package enum SystemClock {
  package static func wait(_ seconds: Double) { Thread.sleep(forTimeInterval: seconds) }
  package static func now() -> Double { ProcessInfo.processInfo.systemUptime }
}
