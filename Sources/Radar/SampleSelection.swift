/// Which recordings of each class are used, by their place in time order from 0: `all`, `140-179`, `0-9,20`.
public struct SampleSelection: Equatable, Sendable {
  /// Inclusive, ascending, apart; nil for all.
  private let ranges: [ClosedRange<Int>]?
  private let text: String

  public static let all = SampleSelection(ranges: nil, text: "all")

  private init(ranges: [ClosedRange<Int>]?, text: String) {
    self.ranges = ranges
    self.text = text
  }

  public init(_ text: String) throws(RadarError) {
    let trimmed = String(text.filter { !$0.isWhitespace })
    if trimmed.lowercased() == "all" {
      self = .all
      return
    }
    var ranges: [ClosedRange<Int>] = []
    for part in trimmed.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
        throw RadarError(
          "selection '\(text)'", "'\(part)' is no place and no range of places",
          remedy: "write 'all', a place such as 7, or ranges such as 140-179 or 0-9,20; places count from 0")
      }
      ranges.append(first...last)
    }
    self.init(ranges: ranges, text: trimmed)
  }

  public func contains(_ place: Int) -> Bool { ranges.map { $0.contains { $0.contains(place) } } ?? true }
}

extension SampleSelection: CustomStringConvertible {
  public var description: String { text }
}
