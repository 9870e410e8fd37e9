import Evaluation

/// A number that stands large below the headline.
struct Tile {
  let label: String
  let value: String
  /// What the number rests on.
  let small: String

  init(_ label: String, _ value: String, _ small: String) {
    self.label = label
    self.value = value
    self.small = small
  }

  init(_ label: String, _ share: Proportion) {
    self.init(
      label, Numeral.percent(share.total > 0 ? share.rate : nil),
      share.total > 0
        ? "\(Numeral.count(share.count)) of \(Numeral.count(share.total)); 95\(Numeral.thinSpace)%: \(Words.interval(share))"
        : "no sample")
  }

  var markup: Markup {
    .tag("div", ["class": "tile"]) {
      Markup.tag("dt") { Markup.name(label) }
      Markup.tag("dd", ["class": "big"], value)
      Markup.tag("dd", ["class": "small"], small)
    }
  }

  static func row(_ tiles: [Tile]) -> Markup {
    tiles.isEmpty ? .nothing : .tag("dl", ["class": "tiles"]) { tiles.map(\.markup) }
  }
}
