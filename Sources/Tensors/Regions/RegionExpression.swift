/// The parsed form of a region's text.
package indirect enum RegionExpression: Sendable, Hashable {
  case all
  case frames(FrameSelection)
  case indices(along: Axis, IndexRanges)
  /// Elements whose clean value is zero, or is not.
  case values(areZero: Bool)
  case border(width: Int)
  /// `seed` is nil when every sample draws its own.
  case random(share: Double, seed: UInt64?)
  case mask(file: String)
  case objects(ObjectRegion)
  case union(RegionExpression, RegionExpression)
  case intersection(RegionExpression, RegionExpression)
  case complement(RegionExpression)

  /// Whether the predicate holds for this expression or any part of it.
  func contains(where predicate: (RegionExpression) -> Bool) -> Bool {
    if predicate(self) { return true }
    switch self {
    case .union(let left, let right), .intersection(let left, let right):
      return left.contains(where: predicate) || right.contains(where: predicate)
    case .complement(let part): return part.contains(where: predicate)
    default: return false
    }
  }
}

/// Frames chosen by what they are.
package enum FrameSelection: String, Sendable, Hashable {
  case action, idle, padding

  /// Idle means "not the action": padding is idle too.
  func includes(_ kind: FrameKind) -> Bool {
    switch self {
    case .action: kind == .action
    case .idle: kind != .action
    case .padding: kind == .padding
    }
  }
}
