/// Numbers a page's tables and figures in the order in which they are made, as a paper does.
final class Exhibits {
  private let figures: FigureFolder
  private var tableCount = 0
  private var figureCount = 0

  init(_ figures: FigureFolder) { self.figures = figures }

  /// A table with rules above and below; `groups` are lines across it, each with the rows that follow.
  func table(_ caption: String, _ columns: [DataTable.Column], groups: [(title: Markup?, rows: [[Markup]])]) -> Markup {
    tableCount += 1
    var table = DataTable(caption, columns: columns, rows: groups.flatMap(\.rows), style: "paper")
    table.label = "Table \(tableCount)"
    var start = 0
    for group in groups where !group.rows.isEmpty {
      table.headings[start] = group.title
      start += group.rows.count
    }
    return table.markup
  }

  func table(_ caption: String, _ columns: [DataTable.Column], _ rows: [[Markup]]) -> Markup {
    table(caption, columns, groups: [(nil, rows)])
  }

  /// A chart with its number before its caption; saved as SVG.
  func chart(_ caption: String, _ drawing: (_ width: Double) -> Drawing) throws -> Markup {
    try figures.chart(caption: label(caption), drawing)
  }

  /// A number for a figure that is no chart.
  func label(_ caption: String) -> Markup {
    figureCount += 1
    return .fragment([.tag("strong", "Figure \(figureCount). "), .text(caption)])
  }

  func save(_ raster: Raster, as name: String) throws { try figures.save(raster, as: name) }
}
