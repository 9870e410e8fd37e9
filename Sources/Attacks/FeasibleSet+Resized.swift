extension FeasibleSet {
  /// The same set with another budget size, for searches that change it as they go.
  ///
  /// - Parameter size: at most this set's own size.
  /// - Returns: the smaller set.
  func resized(to size: Float) -> FeasibleSet { FeasibleSet(self, size: size) }

  private init(_ other: FeasibleSet, size: Float) {
    clean = other.clean
    allowed = other.allowed
    allowedCount = other.allowedCount
    budget = Budget(norm: other.budget.norm, size: size, bounds: other.budget.bounds)
    // Only the Linf ball is part of the box.
    guard budget.norm == .linf else {
      (lower, upper) = (other.lower, other.upper)
      return
    }
    lower = zip(other.clean, other.lower).map { max(Self.below($0, by: size), $1) }
    upper = zip(other.clean, other.upper).map { min(Self.above($0, by: size), $1) }
  }
}
