/// A table that scrolls in its own container and says what it is.
struct DataTable {
  struct Column {
    let title: Markup
    let isNumeric: Bool

    static func text(_ title: String) -> Column { Column(title: .text(title), isNumeric: false) }
    static func number(_ title: String) -> Column { Column(title: .text(title), isNumeric: true) }
  }

  let caption: String
  let columns: [Column]
  /// The first cell of each row names the row.
  var rows: [[Markup]]
  var style: String?
  /// "Table 2"; nil for a table without a number.
  var label: String?
  /// Lines across the whole table, each before the row of its index.
  var headings: [Int: Markup] = [:]

  init(_ caption: String, columns: [Column], rows: [[Markup]], style: String? = nil) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.style = style
  }

  var markup: Markup {
    .fragment([
      .tag("p", ["class": "caption"]) {
        if let label { Markup.tag("strong", "\(label). ") }
        caption
      },
      .tag("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption]) {
        Markup.tag("table", ["class": style, "aria-label": caption]) {
          Markup.tag("thead") { Markup.tag("tr") { columns.map(head) } }
          Markup.tag("tbody") {
            rows.enumerated().map { index, cells in Markup.fragment([heading(before: index), row(cells)]) }
          }
        }
      },
    ])
  }

  private func head(_ column: Column) -> Markup {
    .tag("th", ["scope": "col", "class": column.isNumeric ? "number" : nil]) { column.title }
  }

  private func heading(before index: Int) -> Markup {
    guard let heading = headings[index] else { return .nothing }
    return .tag("tr", ["class": "group"]) {
      Markup.tag("th", ["colspan": "\(columns.count)", "scope": "colgroup"]) { heading }
    }
  }

  private func row(_ cells: [Markup]) -> Markup {
    .tag("tr") {
      zip(columns, cells).enumerated().map { index, cell in
        index == 0
          ? Markup.tag("th", ["scope": "row"]) { cell.1 }
          : Markup.tag("td", ["class": cell.0.isNumeric ? "number" : nil]) { cell.1 }
      }
    }
  }
}
