public import Tensors

/// A run of neighbouring frames of one kind, as drawn: shading, hatching and a word, never colour alone.
public struct FrameBand: Sendable, Equatable {
  public let kind: FrameKind
  /// Positions, in frames or in columns of a filmstrip; both ends belong to it.
  public let range: ClosedRange<Int>

  /// The bands of a sequence of kinds, in order.
  public static func bands(of kinds: [FrameKind]) -> [FrameBand] {
    var bands: [FrameBand] = []
    for (index, kind) in kinds.enumerated() {
      if let last = bands.last, last.kind == kind {
        bands[bands.count - 1] = FrameBand(kind: kind, range: last.range.lowerBound...index)
      } else {
        bands.append(FrameBand(kind: kind, range: index...index))
      }
    }
    return bands
  }

  /// A hatching for `padding`, to be defined once in a drawing and used through `url(#…)`.
  static func hatching(id: String) -> Markup {
    .tag("defs") {
      Markup.tag(
        "pattern",
        [
          "id": "\(id)-hatch", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse",
          "patternTransform": "rotate(45)",
        ]
      ) {
        Shape.line(0, 0, 0, 6, "hatch")
      }
    }
  }

  static func fill(_ kind: FrameKind, id: String) -> String? { kind == .padding ? "url(#\(id)-hatch)" : nil }
}
