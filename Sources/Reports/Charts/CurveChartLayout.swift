import Tensors

/// Where everything of a `CurveChart` goes at one width.
struct CurveChartLayout {
  let chart: CurveChart
  let width: Double
  /// Below this width labels stand above the curves instead of beside them.
  private var isNarrow: Bool { width < 520 }
  var id: String { isNarrow ? chart.id + "-narrow" : chart.id }

  private var left: Double { 52 }
  private var right: Double { width - (isNarrow ? 12 : labelsHaveSamples ? 148 : 118) }
  /// Labels beside the curves need room one above the other.
  private var plotHeight: Double { isNarrow ? 96 : max(112, labelGap * Double(mostSeries)) }
  private var labelGap: Double { 15 }
  private var mostSeries: Int { chart.panels.map(\.series.count).max() ?? 0 }
  /// Where colours repeat, a label begins with a piece of its line.
  private var labelsHaveSamples: Bool { mostSeries > ChartStyle.colourCount }
  /// The strip above the panels for kinds of frames or for the labels of marks.
  private var bandHeight: Double { chart.bands.isEmpty && shownMarks.isEmpty ? 0 : 20 }
  private func panelHead(_ panel: CurveChart.Panel) -> Double {
    28 + (isNarrow && panel.series.count > 1 ? Double(panel.series.count) * 15 : 0)
  }

  private func top(ofPanel index: Int) -> Double {
    chart.panels.prefix(index).reduce(bandHeight + 4) { $0 + panelHead($1) + plotHeight + 14 }
      + panelHead(chart.panels[index])
  }

  private var bottom: Double { chart.panels.isEmpty ? 40 : top(ofPanel: chart.panels.count - 1) + plotHeight }
  var height: Double { bottom + 40 }

  /// Half a bar's room is left on both sides.
  private var horizontal: LinearScale {
    let first = chart.positions.first ?? 0
    let last = max(chart.positions.last ?? 1, first)
    let room = chart.panels.contains { $0.series.contains { $0.style == .bars } } ? 0.5 : 0
    return LinearScale(domain: first - room...last + room, start: left, end: right)
  }

  var content: [Markup] {
    [FrameBand.hatching(id: id)] + bandMarks + chart.panels.indices.flatMap(panel) + positionMarks + horizontalAxis
      + hits
  }

  // MARK: Bands

  private var bandMarks: [Markup] {
    guard !chart.panels.isEmpty else { return [] }
    return chart.bands.flatMap { band -> [Markup] in
      let start = horizontal.position(of: max(horizontal.domain.lowerBound, Double(band.range.lowerBound) - 0.5))
      let end = horizontal.position(of: min(horizontal.domain.upperBound, Double(band.range.upperBound) + 0.5))
      let fill = FrameBand.fill(band.kind, id: id)
      let label = band.kind.rawValue
      return [
        Shape.box(
          x: start, y: 0, width: end - start, height: 16, "ribbon-\(label)", fill: fill,
          tooltip: "\(label): frames \(band.range.lowerBound) to \(band.range.upperBound)"),
        band.kind == .action
          ? Shape.box(x: start, y: 20, width: end - start, height: bottom - 20, "band-action") : .nothing,
        end - start > Double(label.count) * 6.4 + 4
          ? ribbonLabel(label, middle: (start + end) / 2, isHatched: fill != nil) : .nothing,
      ]
    }
  }

  private func ribbonLabel(_ label: String, middle: Double, isHatched: Bool) -> Markup {
    let half = Double(label.count) * 3.3 + 3
    return .fragment([
      isHatched ? Shape.box(x: middle - half, y: 1, width: half * 2, height: 14, "paper") : .nothing,
      Shape.text(label, x: middle, y: 12, anchor: "middle", "ribbon-text"),
    ])
  }

  // MARK: Marks

  private var shownMarks: [CurveChart.Mark] {
    let first = chart.positions.first ?? 0, last = chart.positions.last ?? 0
    return chart.marks.filter { $0.position >= first && $0.position <= last }
  }

  private var positionMarks: [Markup] {
    guard !chart.panels.isEmpty else { return [] }
    return shownMarks.flatMap { mark -> [Markup] in
      let x = horizontal.position(of: mark.position)
      let isLeft = x < (left + right) / 2
      return [
        Shape.line(x, 4, x, bottom, "mark-dashed"),
        Shape.text(mark.label, x: x + (isLeft ? 5 : -5), y: 13, anchor: isLeft ? "start" : "end", "quiet"),
      ]
    }
  }

  // MARK: Panels

  private func panel(_ index: Int) -> [Markup] {
    let panel = chart.panels[index]
    let top = top(ofPanel: index)
    let values = panel.series.flatMap(\.values)
    let range = panel.range ?? NiceTicks.range(around: values, includingZero: true, about: 4)
    let vertical = LinearScale(domain: range, start: top + plotHeight, end: top)
    return [Shape.text(panel.title, x: 0, y: top - panelHead(panel) + 16, "heading")]
      + grid(vertical) + panel.series.enumerated().flatMap { curve($1, style: ChartStyle.series($0), vertical) }
      + labels(panel, vertical, top: top)
  }

  private func grid(_ vertical: LinearScale) -> [Markup] {
    let ticks = NiceTicks(in: vertical.domain, about: 4)
    return ticks.values.flatMap { value -> [Markup] in
      let y = vertical.position(of: value)
      return [
        Shape.line(left, y, right, y, value == 0 ? "axis" : "grid"),
        Shape.text(ticks.label(value), x: left - 6, y: y + 4, anchor: "end", "tick"),
      ]
    }
  }

  private func curve(_ series: CurveChart.Series, style: Int, _ vertical: LinearScale) -> [Markup] {
    let points = zip(chart.positions, series.values).map { position, value in
      value.isFinite ? (x: horizontal.position(of: position), y: vertical.position(of: value)) : nil
    }
    switch series.style {
    case .line:
      let known = points.compactMap(\.self)
      guard known.count != 1 else { return [Shape.dot(known[0].x, known[0].y, radius: 3, "fill-\(style)")] }
      return [Shape.path(series.bridgesGaps ? known : points, "line-\(style)")]
    case .bars:
      let barWidth = max(1, abs(horizontal.position(of: 1) - horizontal.position(of: 0)) * 0.78)
      let zero = vertical.position(of: max(0, vertical.domain.lowerBound))
      return points.compactMap { point in
        point.map {
          Shape.box(
            x: $0.x - barWidth / 2, y: min($0.y, zero), width: barWidth, height: abs(zero - $0.y), "fill-\(style)")
        }
      }
    }
  }

  // MARK: Labels

  /// Beside the curves' ends where there is room, otherwise in lines above the panel.
  private func labels(_ panel: CurveChart.Panel, _ vertical: LinearScale, top: Double) -> [Markup] {
    guard panel.series.count > 1 else { return [] }
    return isNarrow ? legend(panel, top: top) : directLabels(panel, vertical, top: top)
  }

  private func legend(_ panel: CurveChart.Panel, top: Double) -> [Markup] {
    panel.series.enumerated().flatMap { index, series -> [Markup] in
      let y = top - Double(panel.series.count - index) * 15 + 2
      return [
        Shape.line(left, y - 4, left + 26, y - 4, "line-\(ChartStyle.series(index))"),
        Shape.text(series.label, x: left + 32, y: y, "quiet"),
      ]
    }
  }

  private func directLabels(_ panel: CurveChart.Panel, _ vertical: LinearScale, top: Double) -> [Markup] {
    let wanted = panel.series.map { series in
      series.values.last(where: \.isFinite).map { vertical.position(of: $0) } ?? top + plotHeight
    }
    return zip(spread(wanted, top: top), panel.series.enumerated()).map { y, series in
      let style = ChartStyle.series(series.offset)
      let start = right + (labelsHaveSamples ? 38 : 8)
      return .fragment([
        labelsHaveSamples ? Shape.line(right + 8, y, right + 32, y, "line-\(style)") : .nothing,
        Shape.text(series.element.label, x: start, y: y + 4, "direct-\(style)"),
      ])
    }
  }

  /// Moves labels apart until none covers another or leaves the panel, keeping their order from the top.
  private func spread(_ wanted: [Double], top: Double) -> [Double] {
    let fromBelow = wanted.indices.sorted { (wanted[$0], $0) > (wanted[$1], $1) }
    var placed = wanted
    var limit = top + plotHeight
    for index in fromBelow {
      placed[index] = min(wanted[index], limit)
      limit = placed[index] - labelGap
    }
    limit = top
    for index in fromBelow.reversed() {
      placed[index] = max(placed[index], limit)
      limit = placed[index] + labelGap
    }
    return placed
  }

  // MARK: Horizontal axis

  private var horizontalAxis: [Markup] {
    let ticks = NiceTicks(in: horizontal.domain, about: isNarrow ? 5 : 10)
    let marks = ticks.values.filter { $0 == $0.rounded() }.flatMap { value -> [Markup] in
      let x = horizontal.position(of: value)
      return [
        Shape.line(x, bottom, x, bottom + 4, "axis"),
        Shape.text(ticks.label(value), x: x, y: bottom + 16, anchor: "middle", "tick"),
      ]
    }
    return [Shape.line(left, bottom, right, bottom, "axis")] + marks + [
      Shape.text(chart.axisTitle, x: (left + right) / 2, y: bottom + 32, anchor: "middle", "quiet")
    ]
  }

  /// Invisible columns that carry tooltips with the exact values; at most 80.
  private var hits: [Markup] {
    guard !chart.positions.isEmpty, !chart.panels.isEmpty else { return [] }
    let every = (chart.positions.count + 79) / 80
    let columnWidth = (right - left) * Double(every) / Double(chart.positions.count)
    return stride(from: 0, to: chart.positions.count, by: every).map { index in
      let middle = horizontal.position(of: chart.positions[index])
      return Shape.box(
        x: max(left, middle - columnWidth / 2), y: bandHeight, width: columnWidth, height: bottom - bandHeight, "hit",
        tooltip: tooltip(index))
    }
  }

  private func tooltip(_ index: Int) -> String {
    let values = chart.panels.flatMap(\.series).filter { $0.values.indices.contains(index) }
      .map { "\($0.label): \(Numeral.significant($0.values[index]))" }
    return ["\(chart.axisTitle) \(Numeral.significant(chart.positions[index], digits: 6))"].joined()
      + "\n" + values.joined(separator: "\n")
  }
}
