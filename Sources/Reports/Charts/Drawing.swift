/// One SVG picture: a view box, a title for tooltips and screen readers, and what is drawn.
///
/// Colours come from style classes (see `ChartStyle`), so that the page's light and dark themes reach inside; a copy
/// saved on its own carries the style with it.
public struct Drawing: Sendable {
  public let width: Double
  public let height: Double
  /// Unique on the page; prefixes every id inside.
  public let id: String
  public let title: String
  /// What the picture shows, in words, for those who cannot see it.
  public let summary: String
  let content: [Markup]

  /// The picture inside a page.
  public func inlined(class style: String, hasSize: Bool = false) -> Markup {
    markup(class: style, extra: hasSize ? size(margin: 0) : [], head: .nothing, margin: 0)
  }

  /// The picture as a file of its own.
  public var standalone: String {
    let margin = 16.0
    let namespace = Markup.Attribute(name: "xmlns", value: "http://www.w3.org/2000/svg")
    let head = Markup.fragment([
      .tag("style") { Markup.trusted(ChartStyle.standalone) },
      Shape.box(x: -margin, y: -margin, width: width + 2 * margin, height: height + 2 * margin, "paper"),
    ])
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + markup(class: "chart", extra: [namespace] + size(margin: margin), head: head, margin: margin).rendered
  }

  private func size(margin: Double) -> [Markup.Attribute] {
    [
      Markup.Attribute(name: "width", value: Coordinate.text(width + 2 * margin)),
      Markup.Attribute(name: "height", value: Coordinate.text(height + 2 * margin)),
    ]
  }

  private func markup(class style: String, extra: [Markup.Attribute], head: Markup, margin: Double) -> Markup {
    let viewBox = [-margin, -margin, width + 2 * margin, height + 2 * margin].map(Coordinate.text).joined(
      separator: " ")
    let attributes = [
      Markup.Attribute(name: "class", value: style), Markup.Attribute(name: "viewBox", value: viewBox),
      Markup.Attribute(name: "role", value: "img"),
      Markup.Attribute(name: "aria-labelledby", value: "\(id)-title \(id)-summary"),
    ]
    return .element(
      "svg", extra + attributes,
      [.tag("title", ["id": "\(id)-title"], title), .tag("desc", ["id": "\(id)-summary"], summary), head] + content)
  }
}

/// The few shapes charts are made of.
enum Shape {
  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> Markup {
    .tag(
      "line",
      [
        "class": style, "x1": Coordinate.text(x1), "y1": Coordinate.text(y1), "x2": Coordinate.text(x2),
        "y2": Coordinate.text(y2),
      ])
  }

  static func box(
    x: Double, y: Double, width: Double, height: Double, _ style: String, fill: String? = nil, tooltip: String? = nil
  ) -> Markup {
    .tag(
      "rect",
      [
        "class": style, "x": Coordinate.text(x), "y": Coordinate.text(y), "width": Coordinate.text(max(0, width)),
        "height": Coordinate.text(max(0, height)), "fill": fill,
      ]
    ) {
      if let tooltip { Markup.tag("title", tooltip) }
    }
  }

  static func dot(_ x: Double, _ y: Double, radius: Double, _ style: String, tooltip: String? = nil) -> Markup {
    .tag(
      "circle",
      ["class": style, "cx": Coordinate.text(x), "cy": Coordinate.text(y), "r": Coordinate.text(radius)]
    ) {
      if let tooltip { Markup.tag("title", tooltip) }
    }
  }

  /// `anchor`: start, middle or end.
  static func text(
    _ text: String, x: Double, y: Double, anchor: String = "start", _ style: String = "label"
  ) -> Markup {
    .tag(
      "text", ["class": style, "x": Coordinate.text(x), "y": Coordinate.text(y), "text-anchor": anchor], text)
  }

  /// Connected points; a missing one breaks the line.
  static func path(_ points: [(x: Double, y: Double)?], _ style: String) -> Markup {
    var commands = ""
    var isDown = false
    for point in points {
      guard let point else {
        isDown = false
        continue
      }
      commands += "\(isDown ? "L" : "M")\(Coordinate.text(point.x)) \(Coordinate.text(point.y))"
      isDown = true
    }
    return commands.isEmpty ? .nothing : .tag("path", ["class": style, "d": commands])
  }
}
