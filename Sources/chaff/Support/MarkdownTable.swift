import Foundation

/// Columns of text as a Markdown table whose cells line up; the first of each column is its heading.
struct MarkdownTable {
  let columns: [[String]]

  var text: String {
    let widths = columns.map { $0.map(\.count).max() ?? 0 }
    var lines = (columns.first ?? []).indices.map { row in
      let cells = zip(columns, widths).map { $0[row].padding(toLength: $1, withPad: " ", startingAt: 0) }
      return "| " + cells.joined(separator: " | ") + " |"
    }
    guard !lines.isEmpty else { return "" }
    lines.insert("|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|", at: 1)
    return lines.joined(separator: "\n")
  }
}
