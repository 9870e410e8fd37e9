/// Whether an adversarial example left everything outside its region as it was.
public struct RegionAudit: Sendable, Hashable, CustomStringConvertible {
  /// How many elements outside the region differ in any bit.
  public let violations: Int
  /// The index of the first of them along each axis.
  public let first: [Int]?

  public var isClean: Bool { violations == 0 }

  public var description: String {
    guard let first else { return "nothing outside the region changed" }
    return "\(violations) elements outside the region changed, the first at \(first)"
  }
}

extension Region {
  /// Compares bit patterns, so that a zero that lost its sign counts as changed and a NaN that stayed does not.
  public func violations(clean: Tensor, adversarial: Tensor) -> RegionAudit {
    check(clean)
    check(adversarial)
    var violations = 0
    var first: Int?
    for index in allowed.indices where !allowed[index] {
      guard clean.scalars[index].bitPattern != adversarial.scalars[index].bitPattern else { continue }
      violations += 1
      if first == nil { first = index }
    }
    return RegionAudit(violations: violations, first: first.map(position))
  }

  private func position(of index: Int) -> [Int] {
    zip(shape.rowMajorStrides, shape).map { index / $0 % $1 }
  }
}
