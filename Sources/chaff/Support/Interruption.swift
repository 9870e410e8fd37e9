import Foundation
import Synchronization

/// The user asked to stop; what was finished is kept.
struct Interrupted: Error, CustomStringConvertible {
  let advice: String
  var description: String { "Interrupted. \(advice)" }
}

/// Turns the first Ctrl-C (or TERM) into a request to stop at the next step; a second one ends the program at once.
enum Interruption {
  private static let requested = Atomic(false)

  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        if Interruption.requested.exchange(true, ordering: .relaxed) { _exit(128 + number) }
      }
    }
  }
}
