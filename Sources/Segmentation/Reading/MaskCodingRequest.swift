public import Images

/// How a mask file is to be read; `automatic` accepts only what cannot be misread.
public enum MaskCodingRequest: Sendable, Hashable {
  case automatic
  /// Grey value or palette index is the class.
  case classIndex
  /// Grey values above the threshold are foreground.
  case threshold(Int)
  /// Value k of the list is class k.
  case values([Int])
  /// Colour k of the list is class k.
  case colours([Colour])
  /// A pixel whose share of the largest value (1 for fractions) reaches this is foreground.
  case probability(Double)
}

extension MaskCodingRequest {
  /// Reads "auto", "index", "threshold:20", "values:0,127,255", "probability:0.5" or
  /// "colours:#000000,#ff0000".
  public init(parsing text: String) throws(SegmentationError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let list = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
    switch (parts[0], list.count) {
    case ("auto", 0) where parts.count == 1: self = .automatic
    case ("index", 0) where parts.count == 1: self = .classIndex
    case ("threshold", 1):
      guard let value = Int(list[0]), value >= 0 else { throw Self.failure(text) }
      self = .threshold(value)
    case ("probability", 1):
      guard let share = Double(list[0]), share > 0, share <= 1 else { throw Self.failure(text) }
      self = .probability(share)
    case ("values", 2...):
      let values = list.compactMap { Int($0) }
      guard values.count == list.count, Set(values).count == values.count else { throw Self.failure(text) }
      self = .values(values)
    case ("colours", 2...), ("colors", 2...):
      let colours = list.compactMap(Colour.init(parsing:))
      guard colours.count == list.count, Set(colours).count == colours.count else { throw Self.failure(text) }
      self = .colours(colours)
    default: throw Self.failure(text)
    }
  }

  private static func failure(_ text: String) -> SegmentationError {
    SegmentationError(
      "'\(text)' is no mask coding", in: "--mask-coding",
      hint: "write auto, index, threshold:20, probability:0.5, values:0,127,255 (class by class) or "
        + "colours:#000000,#ff0000")
  }
}
