internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// HTTP through the system's own client.
struct NetworkTransport: HTTPTransport {
  private let session: URLSession

  init() {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpShouldSetCookies = false
    session = URLSession(configuration: configuration)
  }

  func answer(to question: HTTPQuestion) throws(TransportFailure) -> HTTPAnswer {
    // The mailbox keeps the time, for the client's own time-out counts silence alone, and on Linux whole seconds: 0.9 s would
    // be none. It ends what is left behind.
    var request = URLRequest(url: question.url, timeoutInterval: question.timeout.rounded(.up) + 60)
    request.httpMethod = question.body == nil ? "GET" : "POST"
    request.httpBody = question.body
    for (name, value) in question.headers { request.setValue(value, forHTTPHeaderField: name) }
    let mailbox = Mailbox()
    let task = session.dataTask(with: request) { body, response, error in
      mailbox.put(Self.result(body, response, error))
    }
    task.resume()
    guard let result = mailbox.take(within: question.timeout) else {
      task.cancel()
      throw TransportFailure(reason: "no answer within \(question.timeout) s", mayPass: true)
    }
    return try result.get()
  }

  private static func result(
    _ body: Data?, _ response: URLResponse?, _ error: (any Error)?
  ) -> Result<HTTPAnswer, TransportFailure> {
    guard let response = response as? HTTPURLResponse else {
      let passing: Set<URLError.Code> = [
        .timedOut, .cannotConnectToHost, .networkConnectionLost, .notConnectedToInternet, .cannotFindHost,
        .dnsLookupFailed,
      ]
      let mayPass = (error as? URLError).map { passing.contains($0.code) } ?? true
      return .failure(
        TransportFailure(reason: error?.localizedDescription ?? "the connection was closed", mayPass: mayPass))
    }
    var headers: [String: String] = [:]
    for (name, value) in response.allHeaderFields { headers["\(name)"] = "\(value)" }
    return .success(HTTPAnswer(status: response.statusCode, headers: headers, body: body ?? Data()))
  }
}

/// Hands one answer from the client's thread to the one that waits for it; the mutex guards it.
private final class Mailbox: Sendable {
  private let content = Mutex<Result<HTTPAnswer, TransportFailure>?>(nil)
  private let arrival = DispatchSemaphore(value: 0)

  func put(_ result: Result<HTTPAnswer, TransportFailure>) {
    content.withLock { $0 = result }
    arrival.signal()
  }

  /// Nil when nothing has come in time.
  func take(within seconds: Double) -> Result<HTTPAnswer, TransportFailure>? {
    _ = arrival.wait(timeout: .now() + seconds)
    return content.withLock { $0 }
  }
}
