/// Which samples of a data set are wanted.
public enum SampleSelection: Sendable, Hashable {
  case all
  case first(Int)
  /// From one id to another, both included, in the order of the data set.
  case range(first: String, last: String)
  case ids([String])
  /// Those that a table puts into a part of the data.
  case split(String)

  /// Reads "all", "first:20", "Image_01L..Image_10R", "Image_01L,Image_02L" or "split:test".
  public init(parsing text: String) throws(SegmentationError) {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    if text == "all" {
      self = .all
    } else if text.hasPrefix("first:") {
      guard let count = Int(text.dropFirst(6)), count > 0 else { throw Self.failure(text) }
      self = .first(count)
    } else if text.hasPrefix("split:"), text.count > 6 {
      self = .split(String(text.dropFirst(6)))
    } else if ends.count == 2, !ends[0].isEmpty, !ends[1].isEmpty {
      self = .range(first: ends[0], last: ends[1])
    } else {
      let ids = text.split(separator: ",").map(String.init)
      guard !ids.isEmpty else { throw Self.failure(text) }
      self = .ids(ids)
    }
  }

  /// The chosen pairs; ids that do not exist are an error that lists them.
  public func applied(to pairs: [ImageMaskFolder.Pair]) throws(SegmentationError) -> [ImageMaskFolder.Pair] {
    switch self {
    case .all: return pairs
    case .split(let name):
      let chosen = pairs.filter { $0.split == name }
      guard !chosen.isEmpty else {
        let names = Set(pairs.compactMap(\.split)).sorted()
        throw SegmentationError(
          "no sample is in the split '\(name)'", in: "sample selection",
          hint: names.isEmpty ? "give the table of the splits" : "there are \(ValueList(names))")
      }
      return chosen
    case .first(let count): return Array(pairs.prefix(count))
    case .range(let first, let last):
      guard let start = pairs.firstIndex(where: { $0.id == first }) else { throw Self.missing([first], pairs) }
      guard let end = pairs.firstIndex(where: { $0.id == last }) else { throw Self.missing([last], pairs) }
      guard start <= end else { throw Self.failure("\(first)..\(last)") }
      return Array(pairs[start...end])
    case .ids(let ids):
      let byID = Dictionary(pairs.map { ($0.id, $0) }) { first, _ in first }
      let missing = ids.filter { byID[$0] == nil }
      guard missing.isEmpty else { throw Self.missing(missing, pairs) }
      return ids.compactMap { byID[$0] }
    }
  }

  private static func missing(_ ids: [String], _ pairs: [ImageMaskFolder.Pair]) -> SegmentationError {
    SegmentationError(
      "no sample is called \(ValueList(ids))", in: "sample selection",
      hint: "there are \(pairs.count), such as \(ValueList(pairs.prefix(3).map(\.id)))")
  }

  private static func failure(_ text: String) -> SegmentationError {
    SegmentationError(
      "'\(text)' chooses nothing", in: "sample selection",
      hint: "write all, first:20, A..B or A,B,C with sample ids, or split:NAME")
  }
}
