/// A set of samples by their places in a run: one bit each, whatever numbers a damaged record holds.
package struct SampleMarks: Equatable, Sendable {
  /// 64 places each, by the place divided by 64, rounded down.
  private var words: [Int: UInt64] = [:]
  package private(set) var count = 0

  package init() {}

  /// - Returns: whether the place is new.
  @discardableResult
  package mutating func insert(_ place: Int) -> Bool {
    guard !contains(place) else { return false }
    words[place >> 6, default: 0] |= Self.bit(place)
    count += 1
    return true
  }

  package func contains(_ place: Int) -> Bool { (words[place >> 6] ?? 0) & Self.bit(place) != 0 }

  package mutating func formUnion(_ other: SampleMarks) {
    words.merge(other.words) { $0 | $1 }
    count = words.values.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  private static func bit(_ place: Int) -> UInt64 { 1 << UInt64(place & 63) }
}
