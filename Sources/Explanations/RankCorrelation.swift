/// Spearman's rank correlation: Pearson's correlation of the ranks, equal values sharing the mean of theirs.
public enum RankCorrelation {
  /// Nil for fewer than two pairs, for a constant series and for values that are not numbers: no order, no correlation.
  public static func spearman(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "RankCorrelation: \(first.count) against \(second.count) values")
    guard first.count > 1, !first.contains(where: \.isNaN), !second.contains(where: \.isNaN) else { return nil }
    return pearson(ranks(first), ranks(second))
  }

  /// Ranks from 1; equal values get the mean of the ranks that they occupy.
  static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for index in start...end { ranks[order[index]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }

  private static func pearson(_ first: [Double], _ second: [Double]) -> Double? {
    let middle = Double(first.count + 1) / 2
    var (both, squares, otherSquares) = (0.0, 0.0, 0.0)
    for (rank, other) in zip(first, second) {
      both += (rank - middle) * (other - middle)
      squares += (rank - middle) * (rank - middle)
      otherSquares += (other - middle) * (other - middle)
    }
    guard squares > 0, otherSquares > 0 else { return nil }
    return both / (squares * otherSquares).squareRoot()
  }
}
