/// Which elements of one input a perturbation may change: everything outside is left bit for bit as it was.
///
/// Not to be confused with a loss mask, which says which *outputs* count.
public struct Region: Sendable, Equatable {
  /// The shape of one sample, without the batch axis.
  public let shape: [Int]
  /// Row-major; `true` where the perturbation may go.
  public let allowed: [Bool]
  /// What the region is, in words, for reports: "all", "padding frames", "box time 3...9, range 0...7".
  public let name: String

  public init(shape: [Int], allowed: [Bool], name: String) {
    precondition(shape.product == allowed.count, "Region: \(allowed.count) flags cannot fill \(shape)")
    self.shape = shape
    self.allowed = allowed
    self.name = name
  }

  public static func all(_ shape: [Int]) -> Region {
    Region(shape: shape, allowed: [Bool](repeating: true, count: shape.product), name: "all")
  }

  public var allowedCount: Int { allowed.count { $0 } }
  public var isEmpty: Bool { !allowed.contains(true) }
}
