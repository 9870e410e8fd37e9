public import Evaluation

/// Shares with their 95 % intervals, one row each, on one axis from 0 to 100 %.
public struct IntervalChart: Sendable {
  public struct Row: Sendable {
    public let label: String
    public let share: Proportion
    /// 1…6: rows of one style belong together; the label says so too.
    public let style: Int

    public init(_ label: String, _ share: Proportion, style: Int = 1) {
      self.label = label
      self.share = share
      self.style = style
    }
  }

  public let id: String
  public let title: String
  public let summary: String
  public let rows: [Row]

  public init(id: String, title: String, summary: String, rows: [Row]) {
    self.id = id
    self.title = title
    self.summary = summary
    self.rows = rows
  }

  public func drawing(width: Double) -> Drawing {
    let isNarrow = width < 520
    let rowHeight = isNarrow ? 42.0 : 28
    let left = isNarrow ? 8.0 : 230
    let right = width - (isNarrow ? 12 : 178)
    let bottom = Double(rows.count) * rowHeight + 6
    let scale = LinearScale(domain: 0...1, start: left, end: right)
    var content = grid(scale, bottom: bottom)
    for (index, row) in rows.enumerated() {
      let middle = Double(index) * rowHeight + (isNarrow ? 30 : 18)
      content += interval(row, scale, y: middle)
      content += isNarrow ? labelsAbove(row, width, y: middle) : labelsBeside(row, left, right, y: middle)
    }
    return Drawing(
      width: width, height: bottom + 24, id: isNarrow ? id + "-narrow" : id, title: title, summary: summary,
      content: content)
  }

  private func grid(_ scale: LinearScale, bottom: Double) -> [Markup] {
    [0, 0.25, 0.5, 0.75, 1].flatMap { value -> [Markup] in
      let x = scale.position(of: value)
      return [
        Shape.line(x, 0, x, bottom, value == 0 ? "axis" : "grid"),
        Shape.text(
          Numeral.percent(value, places: 0), x: x, y: bottom + 16,
          anchor: value == 0 ? "start" : value == 1 ? "end" : "middle", "tick"),
      ]
    }
  }

  private func interval(_ row: Row, _ scale: LinearScale, y: Double) -> [Markup] {
    guard row.share.total > 0 else { return [] }
    let low = scale.position(of: row.share.lower), high = scale.position(of: row.share.upper)
    let style = ChartStyle.series(row.style - 1)
    return [
      Shape.box(x: low, y: y - 5, width: high - low, height: 10, "soft-\(1)", tooltip: words(row)),
      Shape.line(low, y - 6, low, y + 6, "mark"), Shape.line(high, y - 6, high, y + 6, "mark"),
      Shape.dot(scale.position(of: row.share.rate), y, radius: 5, "fill-\(style)", tooltip: words(row)),
    ]
  }

  private func labelsBeside(_ row: Row, _ left: Double, _ right: Double, y: Double) -> [Markup] {
    [
      Shape.text(row.label, x: left - 12, y: y + 4, anchor: "end"),
      Shape.text(figures(row), x: right + 12, y: y + 4, "quiet"),
    ]
  }

  private func labelsAbove(_ row: Row, _ width: Double, y: Double) -> [Markup] {
    [
      Shape.text(row.label, x: 13, y: y - 12),
      Shape.text(figures(row), x: width - 12, y: y - 12, anchor: "end", "quiet"),
    ]
  }

  private func figures(_ row: Row) -> String {
    "\(Numeral.percent(row.share.rate)) (\(Numeral.count(row.share.count)) of \(Numeral.count(row.share.total)))"
  }

  private func words(_ row: Row) -> String { "\(row.label): \(Words.share(row.share))" }
}
