public import Tensors

/// Which frames of a long sequence a filmstrip shows.
public enum FrameSelection {
  /// At most `limit` frame indices, ascending: the first, the last, those where the kind of frame changes, the given
  /// peaks, and the rest spread evenly.
  public static func representative(
    count: Int, kinds: [FrameKind] = [], peaks: [Int] = [], limit: Int = 16
  ) -> [Int] {
    guard count > limit else { return Array(0..<max(0, count)) }
    var chosen = Set<Int>()
    for frame in [0, count - 1] + peaks + changes(in: kinds, count: count) where (0..<count).contains(frame) {
      if chosen.count < limit { chosen.insert(frame) }
    }
    while chosen.count < limit, let middle = middleOfWidestGap(chosen.sorted()) { chosen.insert(middle) }
    return chosen.sorted()
  }

  /// The first frames of every run of one kind.
  private static func changes(in kinds: [FrameKind], count: Int) -> [Int] {
    guard kinds.count == count else { return [] }
    return (1..<count).filter { kinds[$0] != kinds[$0 - 1] }
  }

  private static func middleOfWidestGap(_ sorted: [Int]) -> Int? {
    let gaps = zip(sorted, sorted.dropFirst()).map { (low: $0, width: $1 - $0) }
    guard let widest = gaps.max(by: { $0.width < $1.width }), widest.width > 1 else { return nil }
    return widest.low + widest.width / 2
  }

  /// Where the finite values are largest.
  public static func peak(of values: [Double]) -> Int? {
    values.indices.filter { values[$0].isFinite }.max { values[$0] < values[$1] }
  }
}
