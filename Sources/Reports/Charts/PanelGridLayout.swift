import Evaluation

/// Where everything of a `PanelGrid` goes at one width.
struct PanelGridLayout {
  let grid: PanelGrid
  let width: Double

  private var isNarrow: Bool { width < 520 }
  var id: String { isNarrow ? grid.id + "-narrow" : grid.id }

  private let gutter = 38.0, gap = 16.0, rowHead = 22.0, panelHead = 20.0, panelFoot = 24.0
  private var plotHeight: Double { isNarrow ? 110 : 150 }
  private var columns: Int {
    let most = max(1, grid.rows.map(\.panels.count).max() ?? 1)
    return isNarrow ? min(2, most) : min(4, most)
  }
  /// One or two panels are not stretched over the whole width.
  private var panelWidth: Double {
    let fitting = (width - gutter - 8 - gap * Double(columns - 1)) / Double(columns)
    return min(fitting, isNarrow ? fitting : 300)
  }
  private var legend: ChartLegend {
    ChartLegend(labels: grid.labels, reference: grid.referenceLabel, left: gutter, right: width)
  }

  /// Every panel with its place, and every row's title with its own.
  private var places: (titles: [(String, Double)], panels: [(PanelGrid.Panel, Double, Double)], bottom: Double) {
    var top = legend.height
    var titles: [(String, Double)] = []
    var panels: [(PanelGrid.Panel, Double, Double)] = []
    for row in grid.rows where !row.panels.isEmpty {
      if !row.title.isEmpty {
        titles.append((row.title, top + 14))
        top += rowHead
      }
      for (index, panel) in row.panels.enumerated() {
        let line = Double(index / columns), column = Double(index % columns)
        let y = top + line * (panelHead + plotHeight + panelFoot) + panelHead
        panels.append((panel, gutter + column * (panelWidth + gap), y))
      }
      let lines = Double((row.panels.count + columns - 1) / columns)
      top += lines * (panelHead + plotHeight + panelFoot) + 6
    }
    return (titles, panels, top)
  }

  var height: Double { places.bottom + 16 }

  var content: [Markup] {
    let places = places
    let titles = places.titles.map { Shape.text($0.0, x: 0, y: $0.1, "heading") }
    let last = Shape.text(
      grid.axisTitle, x: gutter + (Double(columns) * (panelWidth + gap) - gap) / 2, y: places.bottom + 6,
      anchor: "middle", "quiet")
    return legend.content + titles + places.panels.flatMap { panel($0.0, left: $0.1, top: $0.2) } + [last]
  }

  private func panel(_ panel: PanelGrid.Panel, left: Double, top: Double) -> [Markup] {
    let across = LinearScale(domain: 0...domainEnd, start: left, end: left + panelWidth)
    let up = LinearScale(domain: 0...1, start: top + plotHeight, end: top)
    let isEmpty = panel.series.allSatisfy { $0.points.allSatisfy { $0.share.total == 0 } }
    return [Shape.text(panel.title, x: left, y: top - 7, "quiet")]
      + axes(across, up, isFirst: left == gutter)
      + (isEmpty
        ? [Shape.text("no data", x: left + panelWidth / 2, y: top + plotHeight / 2, anchor: "middle", "quiet")]
        : panel.series.flatMap { series($0, across, up, countInPanel: panel.series.count) })
  }

  /// The horizontal axis ends where the farthest point of any panel is.
  private var domainEnd: Double {
    let positions = grid.rows.flatMap(\.panels).flatMap(\.series).flatMap(\.points).map(\.position)
    return max(0.01, positions.filter(\.isFinite).max() ?? 1) * 1.04
  }

  private func axes(_ across: LinearScale, _ up: LinearScale, isFirst: Bool) -> [Markup] {
    let shares = [0, 0.25, 0.5, 0.75, 1].flatMap { value -> [Markup] in
      let y = up.position(of: value)
      let hasLabel = isFirst && (value == 0 || value == 0.5 || value == 1)
      return [
        Shape.line(across.start, y, across.end, y, value == 0 ? "axis" : "grid"),
        hasLabel
          ? Shape.text(Numeral.percent(value, places: 0), x: across.start - 5, y: y + 4, anchor: "end", "tick")
          : .nothing,
      ]
    }
    let ticks = NiceTicks(in: across.domain, about: panelWidth < 140 ? 3 : 4)
    let marks = ticks.values.flatMap { value -> [Markup] in
      let x = across.position(of: value)
      return [
        Shape.line(x, up.start, x, up.start + 3, "axis"),
        Shape.text(Numeral.percent(value, places: 0), x: x, y: up.start + 15, anchor: "middle", "tick"),
      ]
    }
    return shares + marks
  }

  /// Points of several series at one position stand a little apart, so that their intervals do not hide each other.
  private func series(
    _ series: PanelGrid.Series, _ across: LinearScale, _ up: LinearScale, countInPanel: Int
  ) -> [Markup] {
    let place = grid.labels.firstIndex(of: series.label) ?? 0
    let style = ChartStyle.series(place)
    let shift = countInPanel > 1 ? (Double(place) - Double(grid.labels.count - 1) / 2) * 2.6 : 0
    func x(_ point: PanelGrid.Point) -> Double {
      min(max(across.position(of: point.position) + shift, across.start), across.end)
    }
    let known = series.points.filter { $0.share.total > 0 && $0.position.isFinite }
    let reference = series.reference.filter { $0.share.total > 0 && $0.position.isFinite }
    var content = [
      Shape.path(
        reference.map { (across.position(of: $0.position), up.position(of: $0.share.rate)) }, "hair stroke-\(style)"),
      Shape.path(known.map { (x($0), up.position(of: $0.share.rate)) }, "line-\(style)"),
    ]
    for point in known {
      let low = up.position(of: point.share.lower), high = up.position(of: point.share.upper)
      content += [
        Shape.line(x(point), low, x(point), high, "whisker stroke-\(style)"),
        Shape.dot(
          x(point), up.position(of: point.share.rate), radius: 2.8, "fill-\(style)",
          tooltip: "\(series.label), \(Numeral.percent(point.position, places: 0)): \(Words.share(point.share))"),
      ]
    }
    return content
  }
}
