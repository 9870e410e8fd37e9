/// What a reader must know before believing the numbers, set apart.
struct CaveatBox {
  let items: [Markup]

  var markup: Markup {
    guard !items.isEmpty else { return .nothing }
    return .tag("aside", ["class": "caveats", "aria-labelledby": "caveats"]) {
      Markup.tag("h2", ["id": "caveats"], "Before believing these numbers")
      Markup.tag("ul") { items.map { item in Markup.tag("li") { item } } }
    }
  }
}
