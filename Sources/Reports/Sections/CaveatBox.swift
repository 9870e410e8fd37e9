/// What a reader must know before believing the numbers, set apart.
struct CaveatBox {
  let items: [Markup]
  /// Stands before the id, where a page has several of these.
  var prefix = ""

  var markup: Markup {
    guard !items.isEmpty else { return .nothing }
    return .tag("aside", ["class": "caveats", "aria-labelledby": "\(prefix)caveats"]) {
      Markup.tag("h2", ["id": "\(prefix)caveats"], "Before believing these numbers")
      Markup.tag("ul") { items.map { item in Markup.tag("li") { item } } }
    }
  }
}
