/// One line of samples and names above a chart, wrapped where the room ends.
struct ChartLegend {
  let labels: [String]
  /// What thin lines are; nil when there are none.
  let reference: String?
  let left: Double
  let right: Double

  private let lineHeight = 18.0
  private let sampleWidth = 26.0

  /// Labels with their styles; style 0 is the thin line.
  private var items: [(label: String, style: Int)] {
    labels.enumerated().map { ($1, ChartStyle.series($0)) } + (reference.map { [($0, 0)] } ?? [])
  }

  private var places: [(x: Double, y: Double)] {
    var x = left, y = 12.0
    return items.map { item in
      let needed = sampleWidth + 6 + Double(item.label.count) * 6.3 + 18
      if x > left, x + needed > right {
        x = left
        y += lineHeight
      }
      defer { x += needed }
      return (x, y)
    }
  }

  var height: Double { items.isEmpty ? 0 : (places.last?.y ?? 0) + 14 }

  var content: [Markup] {
    zip(items, places).flatMap { item, place -> [Markup] in
      let style = item.style == 0 ? "axis hair" : "line-\(item.style)"
      return [
        Shape.line(place.x, place.y - 4, place.x + sampleWidth, place.y - 4, style),
        item.style == 0
          ? .nothing : Shape.dot(place.x + sampleWidth / 2, place.y - 4, radius: 2.8, "fill-\(item.style)"),
        Shape.text(item.label, x: place.x + sampleWidth + 6, y: place.y, "quiet"),
      ]
    }
  }
}
