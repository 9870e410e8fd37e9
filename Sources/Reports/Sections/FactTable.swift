/// Names with their values, one pair a row.
struct FactTable {
  let caption: String
  let rows: [(String, Markup)]

  init(_ caption: String, _ rows: [(String, Markup)]) {
    self.caption = caption
    self.rows = rows
  }

  var markup: Markup {
    DataTable(caption, columns: [.text("Name"), .text("Value")], rows: rows.map { [.text($0.0), $0.1] }).markup
  }
}
