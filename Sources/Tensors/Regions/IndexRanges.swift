/// Indices along one axis as people write them: `3-9,12,60-` (both ends belong to a range; an open end runs to the last).
public struct IndexRanges: Sendable, Hashable, CustomStringConvertible {
  /// One item of the list; `last` is nil for an open end.
  struct Item: Sendable, Hashable {
    let first: Int
    let last: Int?
  }

  let items: [Item]

  /// Reads the list; nil where it is not one, is empty, or has a range that runs backwards.
  public init?(parsing text: String) {
    var items: [Item] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let item = Self.item(part) else { return nil }
      items.append(item)
    }
    self.items = items
  }

  private static func item(_ text: Substring) -> Item? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(\.withoutSpacesAround)
    guard let first = Self.index(ends[0]) else { return nil }
    if ends.count == 1 { return Item(first: first, last: first) }
    guard ends.count == 2 else { return nil }
    if ends[1].isEmpty { return Item(first: first, last: nil) }
    guard let last = Self.index(ends[1]), last >= first else { return nil }
    return Item(first: first, last: last)
  }

  /// Digits only: `Int("+3")` and `Int("-3")` would also be numbers.
  private static func index(_ text: String) -> Int? { text.allSatisfy(\.isASCIIDigit) ? Int(text) : nil }

  /// The largest index named, whatever the extent of the axis.
  var largest: Int { items.map { $0.last ?? $0.first }.max() ?? 0 }

  /// One flag for each index of an axis; `largest` must lie inside it.
  func flags(extent: Int) -> [Bool] {
    var flags = [Bool](repeating: false, count: extent)
    for item in items {
      for index in item.first...(item.last ?? extent - 1) { flags[index] = true }
    }
    return flags
  }

  public var description: String {
    items.map { item in
      guard let last = item.last else { return "\(item.first)-" }
      return last == item.first ? "\(item.first)" : "\(item.first)-\(last)"
    }.joined(separator: ",")
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
