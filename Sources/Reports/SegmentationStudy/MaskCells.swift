import Evaluation

/// Cells and headings that the tables of a segmentation study share.
enum MaskCells {
  /// Three decimals with the quartiles below.
  static func score(_ values: Quartiles) -> Markup {
    StudyCells.quartiles(values) { Numeral.fixed($0, places: 3) }
  }

  /// A mean with three decimals, and the quartiles below where they are known.
  static func mean(_ mean: Double, _ values: Quartiles?) -> Markup {
    guard let values, values.count > 0 else { return number(mean) }
    let (lower, upper) = (Numeral.fixed(values.lower, places: 3), Numeral.fixed(values.upper, places: 3))
    return .fragment([number(mean), .tag("span", ["class": "sub"], "\(lower)–\(upper)")])
  }

  static func size(_ values: Quartiles) -> Markup { StudyCells.quartiles(values) }

  static func count(_ values: Quartiles) -> Markup { StudyCells.quartiles(values) { Numeral.fixed($0, places: 0) } }

  static func decibel(_ values: Quartiles) -> Markup { StudyCells.quartiles(values) { Numeral.fixed($0, places: 1) } }

  static func number(_ value: Double) -> Markup { .text(Numeral.fixed(value, places: 3)) }

  /// "small-unet on eyes".
  static func subject(_ victim: String, _ data: String) -> Markup {
    .fragment([.name(victim), .text(" on "), .name(data)])
  }

  static func budget(_ norm: String, _ size: Double) -> Markup { .text(StudyCells.budget(norm, size)) }
}

/// A victim on a data set, to group rows by.
struct MaskSubject: Hashable {
  let victim: String
  let data: String

  var markup: Markup { MaskCells.subject(victim, data) }
}
