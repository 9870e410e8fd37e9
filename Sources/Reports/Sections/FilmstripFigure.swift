import Tensors

/// A filmstrip on the page: a table whose rows are pictures, with frame numbers and a labelled band above.
struct FilmstripFigure {
  let strip: Filmstrip
  /// The frames shown, ascending.
  let frames: [Int]
  /// Unique on the page; figure files are named after it.
  let id: String
  /// Stands before the caption.
  var label = Markup.nothing

  /// Widths on the page, in CSS pixels; a long strip shrinks to the column and scrolls on a phone.
  static let cellWidth = 60
  private static let gap = RGB(128, 134, 142)

  func markup() throws -> Markup {
    let rows = try strip.rows.map(row)
    let scales = try strip.scales.map(scale)
    return .tag("figure") {
      Markup.tag("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Filmstrip"]) {
        Markup.tag("table", ["class": "filmstrip\(frames.count > 8 ? " long" : "") frames-\(frames.count)"]) {
          Markup.tag("tbody") {
            head
            rows
          }
        }
      }
      Markup.tag("ul", ["class": "scales"]) { scales }
      Markup.tag("figcaption") {
        label
        caption
      }
    }
  }

  private var width: Int { frames.count * Self.cellWidth }

  private func row(_ row: Filmstrip.Row) throws -> Markup {
    let cell = row.frames.first.map { max($0.width, 1) } ?? 1
    let raster = Filmstrip.strip(
      row, frames: frames, gap: Self.gap, enlargement: max(1, (Self.cellWidth + cell - 1) / cell))
    let address = try FigureFolder.address(of: raster)
    let height = raster.width > 0 ? raster.height * width / raster.width : 0
    return .tag("tr", ["class": row.label.hasPrefix("clean") || row.label.hasPrefix("Grad-CAM before") ? "gap" : nil]) {
      Markup.tag("th", ["scope": "row"], row.label)
      Markup.tag("td") {
        Markup.tag(
          "img",
          [
            "src": address, "width": "\(width)", "height": "\(height)",
            "alt": "\(row.label): frames \(frames.map(String.init).joined(separator: ", "))",
          ])
      }
    }
  }

  /// Frame numbers, and what kind of frame each is.
  private var head: Markup {
    .tag("tr") {
      Markup.tag("th", ["scope": "row"], strip.kinds.isEmpty ? "frame" : "frame, kind")
      Markup.tag("td") {
        Drawing(
          width: Double(width), height: strip.kinds.isEmpty ? 18 : 38, id: "\(id)-head", title: "Frame numbers",
          summary: headSummary, content: numbers + ribbon
        ).inlined(class: "chart strip-head", hasSize: true)
      }
    }
  }

  private var headSummary: String {
    guard !strip.kinds.isEmpty else { return "Frames \(frames.map(String.init).joined(separator: ", "))" }
    return frames.map { "frame \($0): \(strip.kinds[$0].rawValue)" }.joined(separator: ", ")
  }

  private var numbers: [Markup] {
    frames.enumerated().map { column, frame in
      Shape.text("\(frame)", x: (Double(column) + 0.5) * Double(Self.cellWidth), y: 12, anchor: "middle", "tick")
    }
  }

  private var ribbon: [Markup] {
    guard !strip.kinds.isEmpty else { return [] }
    let cell = Double(Self.cellWidth)
    return [FrameBand.hatching(id: id)]
      + FrameBand.bands(of: frames.map { strip.kinds[$0] }).flatMap { band -> [Markup] in
        let start = Double(band.range.lowerBound) * cell, end = Double(band.range.upperBound + 1) * cell
        let word = band.kind.rawValue, fill = FrameBand.fill(band.kind, id: id)
        return [
          Shape.box(x: start + 1, y: 18, width: end - start - 2, height: 17, "ribbon-\(word)", fill: fill),
          fill != nil ? Shape.box(x: (start + end) / 2 - 25, y: 19.5, width: 50, height: 14, "paper") : .nothing,
          Shape.text(word, x: (start + end) / 2, y: 30.5, anchor: "middle", "ribbon-text"),
        ]
      }
  }

  private func scale(_ scale: Filmstrip.Scale) throws -> Markup {
    try ColourScale(label: scale.label, map: scale.map, range: scale.range).markup()
  }

  private var caption: String {
    var words = "\(frames.count) of \(strip.frameCount) frames, by number. "
    if frames.count == strip.frameCount { words = "All \(frames.count) frames, by number. " }
    if let amplification = strip.amplification {
      words +=
        "The perturbation’s colours are amplified \(Numeral.significant(amplification)) times against the input’s own "
        + "scale: blue is less, rust more, near white unchanged."
    } else {
      words += "Nothing was changed: the perturbation is zero."
    }
    return words
  }
}

/// A colour map with the values at its ends.
struct ColourScale {
  let label: String
  let map: ColourMap
  let range: ClosedRange<Float>

  func markup() throws -> Markup {
    var bar = Raster(width: 128, height: 1)
    for x in 0..<128 { bar[x, 0] = map.colour(at: Double(x) / 127) }
    let address = try FigureFolder.address(of: bar)
    return .tag("li") {
      Markup.tag("span", "\(label):")
      Markup.tag("span", Numeral.compact(Double(range.lowerBound)))
      Markup.tag("img", ["src": address, "width": "128", "height": "10", "alt": "colour scale, \(map.name)"])
      Markup.tag("span", Numeral.compact(Double(range.upperBound)))
    }
  }
}
