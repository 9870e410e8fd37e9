public import Evaluation

/// How often values fall into equal bins, with the median and the quartiles of the exact values marked.
public struct HistogramChart: Sendable {
  public let id: String
  public let title: String
  public let summary: String
  /// "L2 norm (input units)".
  public let axisTitle: String
  public let histogram: Histogram
  public let quartiles: Quartiles

  public init(
    id: String, title: String, summary: String, axisTitle: String, histogram: Histogram, quartiles: Quartiles
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.axisTitle = axisTitle
    self.histogram = histogram
    self.quartiles = quartiles
  }

  public func drawing(width: Double) -> Drawing {
    let isNarrow = width < 520
    let left = 40.0, right = width - 12, top = 30.0, bottom = isNarrow ? 150.0 : 180
    let horizontal = LinearScale(domain: histogram.range, start: left, end: right)
    let highest = Double(histogram.counts.max() ?? 0)
    let vertical = LinearScale(
      domain: NiceTicks.range(around: [highest], includingZero: true, about: 4), start: bottom, end: top)
    return Drawing(
      width: width, height: bottom + 40, id: isNarrow ? id + "-narrow" : id, title: title, summary: summary,
      content: grid(vertical, left, right) + bars(horizontal, vertical) + marks(horizontal, top, bottom, right)
        + axis(horizontal, bottom, isNarrow))
  }

  private func grid(_ vertical: LinearScale, _ left: Double, _ right: Double) -> [Markup] {
    let ticks = NiceTicks(in: vertical.domain, about: 4)
    return ticks.values.filter { $0 == $0.rounded() }.flatMap { value -> [Markup] in
      let y = vertical.position(of: value)
      return [
        Shape.line(left, y, right, y, value == 0 ? "axis" : "grid"),
        Shape.text(Numeral.compact(value), x: left - 6, y: y + 4, anchor: "end", "tick"),
      ]
    }
  }

  private func bars(_ horizontal: LinearScale, _ vertical: LinearScale) -> [Markup] {
    histogram.counts.indices.filter { histogram.counts[$0] > 0 }.map { bin in
      let edges = histogram.edges(ofBin: bin)
      let start = horizontal.position(of: edges.lowerBound), end = horizontal.position(of: edges.upperBound)
      let y = vertical.position(of: Double(histogram.counts[bin]))
      let words =
        "\(Numeral.significant(edges.lowerBound)) to \(Numeral.significant(edges.upperBound)): "
        + Numeral.count(histogram.counts[bin], "sample")
      return Shape.box(
        x: start + 0.5, y: y, width: end - start - 1, height: vertical.start - y, "bar", tooltip: words)
    }
  }

  private func marks(_ horizontal: LinearScale, _ top: Double, _ bottom: Double, _ right: Double) -> [Markup] {
    guard quartiles.count > 0 else { return [] }
    let median = horizontal.position(of: quartiles.median)
    let text =
      "median \(Numeral.significant(quartiles.median)), quartiles \(Numeral.significant(quartiles.lower)) – \(Numeral.significant(quartiles.upper))"
    let lower = horizontal.position(of: quartiles.lower), upper = horizontal.position(of: quartiles.upper)
    return [
      Shape.line(lower, top - 8, upper, top - 8, "mark"),
      Shape.line(lower, top - 8, lower, bottom, "mark-dashed"),
      Shape.line(upper, top - 8, upper, bottom, "mark-dashed"),
      Shape.line(median, top - 12, median, bottom, "mark"),
      Shape.text(text, x: right, y: 11, anchor: "end", "quiet"),
    ]
  }

  private func axis(_ horizontal: LinearScale, _ bottom: Double, _ isNarrow: Bool) -> [Markup] {
    let ticks = NiceTicks(in: horizontal.domain, about: isNarrow ? 4 : 8)
    return ticks.values.flatMap { value -> [Markup] in
      let x = horizontal.position(of: value)
      return [
        Shape.line(x, bottom, x, bottom + 4, "axis"),
        Shape.text(ticks.label(value), x: x, y: bottom + 16, anchor: "middle", "tick"),
      ]
    } + [
      Shape.text(
        axisTitle, x: (horizontal.start + horizontal.end) / 2, y: bottom + 32, anchor: "middle", "quiet")
    ]
  }
}
