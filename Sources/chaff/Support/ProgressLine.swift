import Foundation

/// Progress of a long command: one line that is rewritten on a terminal, a plain line now and then in a pipe.
struct ProgressLine {
  private let isQuiet: Bool
  private let what: String
  private let began = Date()
  private var lastShown = Date.distantPast

  init(_ what: String, isQuiet: Bool) {
    self.what = what
    self.isQuiet = isQuiet
  }

  /// Shows how far the work is; `note` is what is known so far ("71 % succeeded"), `earlier` how many of `done` were done
  /// before this program began.
  mutating func update(_ done: Int, of total: Int, earlier: Int = 0, note: String) {
    let interval = Console.errorIsTerminal ? 0.1 : 10
    guard !isQuiet, done == total || Date().timeIntervalSince(lastShown) >= interval else { return }
    lastShown = Date()
    let text = line(done, total, earlier, note)
    if Console.errorIsTerminal {
      Console.errorText("\r\u{1B}[K\(text)\(done == total ? "\n" : "")")
    } else {
      Console.error(text)
    }
  }

  private func line(_ done: Int, _ total: Int, _ earlier: Int, _ note: String) -> String {
    let elapsed = Date().timeIntervalSince(began)
    let rate = elapsed > 0 ? Double(done - earlier) / elapsed : 0
    var text = "\(what) \(done)/\(total)  \(Duration.text(elapsed))"
    if rate > 0 { text += String(format: "  %.2f/s", rate) }
    if rate > 0, done < total { text += "  \(Duration.text(Double(total - done) / rate)) left" }
    return note.isEmpty ? text : text + "  \(note)"
  }

  private enum Duration {
    static func text(_ seconds: Double) -> String {
      let whole = Int(seconds.rounded())
      return whole < 60 ? String(format: "%.1f s", seconds) : String(format: "%d:%02d min", whole / 60, whole % 60)
    }
  }
}
