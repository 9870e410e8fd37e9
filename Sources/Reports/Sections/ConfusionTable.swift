/// How often each true class was taken for each class: a table whose cells are tinted by their share of the row.
struct ConfusionTable {
  static let explanation =
    "Rows are true classes, columns what the model said; the stronger a cell’s tint, the larger its share of its row. "
    + "The diagonal is framed."

  let caption: String
  /// `[true][said]`.
  let counts: [[Int]]
  let className: (Int?) -> String

  init(_ caption: String, _ counts: [[Int]], className: @escaping (Int?) -> String) {
    self.caption = caption
    self.counts = counts
    self.className = className
  }

  var markup: Markup {
    guard !counts.isEmpty else { return .tag("p", ["class": "note"], "\(caption): no sample.") }
    let columns = (counts.map(\.count).max() ?? 0)
    return .tag("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Confusion, \(caption)"]) {
      Markup.tag("table", ["class": "confusion"]) {
        Markup.tag("caption", caption)
        Markup.tag("thead") {
          Markup.tag("tr") {
            Markup.tag("th", ["scope": "col"], "true \u{2193}  said \u{2192}")
            (0..<columns).map { column in
              Markup.tag("th", ["scope": "col"]) { Markup.name(className(column)) }
            }
          }
        }
        Markup.tag("tbody") { counts.enumerated().map { row(index: $0, $1) } }
      }
    }
  }

  private func row(index: Int, _ counts: [Int]) -> Markup {
    let total = counts.reduce(0, +)
    return .tag("tr") {
      Markup.tag("th", ["scope": "row"]) { Markup.name(className(index)) }
      counts.enumerated().map { column, count in
        let step = total > 0 ? Int((Double(count) / Double(total) * 10).rounded()) : 0
        return Markup.tag("td", ["class": "s\(step)\(column == index ? " diagonal" : "")"], Numeral.count(count))
      }
    }
  }
}
