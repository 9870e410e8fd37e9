package import Foundation

/// One HTTP exchange; the network itself, or a stand-in for it.
package protocol HTTPTransport {
  /// - Throws: `TransportFailure` when no answer came at all.
  func answer(to request: HTTPQuestion) throws(TransportFailure) -> HTTPAnswer
}

package struct HTTPQuestion: Sendable {
  package let url: URL
  /// Nil to read, bytes to post.
  package let body: Data?
  package let headers: [String: String]
  /// In seconds.
  package let timeout: Double

  package init(url: URL, body: Data?, headers: [String: String], timeout: Double) {
    self.url = url
    self.body = body
    self.headers = headers
    self.timeout = timeout
  }
}

package struct HTTPAnswer: Sendable {
  package let status: Int
  /// Names in lower case.
  package let headers: [String: String]
  package let body: Data

  package init(status: Int, headers: [String: String] = [:], body: Data) {
    self.status = status
    self.headers = Dictionary(headers.map { ($0.lowercased(), $1) }) { first, _ in first }
    self.body = body
  }
}

/// No answer: the connection could not be made, was lost, or took too long.
package struct TransportFailure: Error, Sendable {
  package let reason: String
  /// Whether another try may help.
  package let mayPass: Bool

  package init(reason: String, mayPass: Bool) {
    self.reason = reason
    self.mayPass = mayPass
  }
}
