/// `condition ≠ 0 ? a : b`, elementwise with NumPy broadcasting. Inputs: (condition, a, b); no derivative in the condition.
public struct Select: Hashable, Sendable {
  public init() {}
}
