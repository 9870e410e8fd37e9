import Foundation

/// A TCP port of this machine that takes connections and gives each the same answer, or never any.
final class LocalListener {
  struct Failure: Error {
    let code: Int32
  }

  let port: UInt16
  private let descriptor: Int32
  private let isSilent: Bool

  /// Opens a port; `answer` is what every connection is sent after its first bytes have come, nil to be silent for ever.
  init(answer: String? = nil) throws {
    // Whoever is silent must not wait for connections either: they are counted afterwards.
    let kind = SOCK_STREAM.rawValue | (answer == nil ? SOCK_NONBLOCK.rawValue : 0)
    let opened = socket(AF_INET, Int32(kind), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(opened, address, length) == 0 && listen(opened, 16) == 0 && getsockname(opened, address, &length) == 0
      }
    }
    guard isOpen else { throw Failure(code: errno) }
    (descriptor, isSilent, port) = (opened, answer == nil, UInt16(bigEndian: address.sin_port))
    if let answer { Thread.detachNewThread { Self.serve(opened, Array(answer.utf8)) } }
  }

  /// Ends the thread's wait, who closes the port then.
  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    if isSilent { close(descriptor) }
  }

  var address: String { "http://127.0.0.1:\(port)" }

  /// How many connections a silent listener was asked for since it was last asked this.
  func countConnections() -> Int {
    var count = 0
    while true {
      let connection = accept(descriptor, nil, nil)
      if connection < 0 { return count }
      close(connection)
      count += 1
    }
  }

  private static func serve(_ descriptor: Int32, _ answer: [UInt8]) {
    while true {
      let connection = accept(descriptor, nil, nil)
      if connection < 0 {
        close(descriptor)
        return
      }
      var question = [UInt8](repeating: 0, count: 4096)
      _ = recv(connection, &question, question.count, 0)
      _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
      close(connection)
    }
  }
}
