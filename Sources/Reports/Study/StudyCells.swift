import Evaluation

/// Cells that the tables of a study share.
enum StudyCells {
  /// "75.0 % (30/40)", and the interval below.
  static func share(_ share: Proportion?) -> Markup {
    guard let share, share.total > 0 else { return .text(Numeral.missing) }
    return .fragment([
      .text("\(Numeral.percent(share.rate)) (\(Numeral.count(share.count))/\(Numeral.count(share.total)))"),
      .tag("span", ["class": "sub"], Words.interval(share)),
    ])
  }

  /// The median, and the quartiles below.
  static func quartiles(_ values: Quartiles, _ text: (Double) -> String = { Numeral.significant($0) }) -> Markup {
    guard values.count > 0 else { return .text(Numeral.missing) }
    return .fragment([
      .text(text(values.median)), .tag("span", ["class": "sub"], "\(text(values.lower))–\(text(values.upper))"),
    ])
  }

  /// Two decimals, for correlations.
  static func hundredths(_ value: Double) -> String { Numeral.fixed(value, places: 2) }

  /// "L∞ at most 0.0314 (8/255)".
  static func budget(_ norm: String, _ size: Double?) -> String {
    let name = StudyWords.norm(norm)
    return size.map { "\(name) at most \(Numeral.level($0))" } ?? "\(name) made small, without a limit"
  }
}

/// The values of `key` in order of first appearance, each with its elements.
func grouped<Element, Key: Hashable>(_ elements: [Element], by key: (Element) -> Key) -> [(
  key: Key, elements: [Element]
)] {
  var order: [Key] = []
  var groups: [Key: [Element]] = [:]
  for element in elements {
    let value = key(element)
    if groups[value] == nil { order.append(value) }
    groups[value, default: []].append(element)
  }
  return order.map { ($0, groups[$0] ?? []) }
}
