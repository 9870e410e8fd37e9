public import Images

/// How the pixels of a mask file were found to stand for classes.
public enum MaskCoding: Sendable, Hashable, CustomStringConvertible {
  /// A 1-bit grey image.
  case oneBit
  /// Every pixel is 0, which is background under any coding.
  case onlyBackground
  /// Every pixel is the void value.
  case onlyVoid
  /// Two values, the lower one background.
  case twoValues(background: Int, foreground: Int)
  /// The value is the class; the values that occur.
  case classIndex([Int])
  /// The palette index is the class; the indices that occur, with their colours as far as the palette has them.
  case paletteIndex([Int], colours: [Colour?])
  /// Grey levels cut at a given threshold: foreground above it. `levels` is how many different ones occur.
  case threshold(Int, levels: Int)
  /// A given list of values, class by class.
  case values([Int])
  /// A given list of colours, class by class.
  case colours([Colour])
  /// Fractions from 0 to 1: foreground from the given one on.
  case probability(Double)
  /// One plane a class: the class of the largest value.
  case largestOf(planes: Int)
  /// One file per object.
  case objects
  /// One file per class, in their order after background.
  case perClass([String])
  /// Several truths, put together by a rule.
  case annotators(AnnotatorRule)

  public var description: String {
    switch self {
    case .oneBit: "1-bit: 0 is background, 1 is foreground"
    case .onlyBackground: "only 0: all background"
    case .onlyVoid: "only void pixels"
    case .twoValues(let background, let foreground):
      "two values: \(background) is background, \(foreground) is foreground"
    case .classIndex(let values): "class index, found \(ValueList(values))"
    case .paletteIndex(let indices, let colours):
      "palette index is the class, found "
        + zip(indices, colours).map { "\($0)\($1.map { " (\($0))" } ?? "")" }.joined(separator: ", ")
    case .threshold(let value, let levels): "\(levels) grey levels, foreground above \(value)"
    case .values(let values): "values \(ValueList(values)) are classes 0 to \(values.count - 1)"
    case .colours(let colours):
      "colours \(colours.map(\.description).joined(separator: ", ")) are classes 0 to \(colours.count - 1)"
    case .probability(let threshold): "probabilities, foreground from \(threshold) on"
    case .largestOf(let planes): "\(planes) planes, the class is that of the largest value"
    case .objects: "one file per object: background and foreground"
    case .perClass(let names): "one file per class: background, \(names.joined(separator: ", "))"
    case .annotators(let rule): "several annotators: \(rule)"
    }
  }
}

/// A list of numbers for people: long ones are shortened in the middle.
struct ValueList: CustomStringConvertible {
  private let values: [String]

  init(_ values: [Int]) { self.values = values.map(String.init) }
  init(_ values: [some CustomStringConvertible]) { self.values = values.map(\.description) }

  var description: String {
    guard values.count > 10 else { return values.joined(separator: ", ") }
    return values.prefix(6).joined(separator: ", ") + ", … " + values.suffix(2).joined(separator: ", ")
  }
}
