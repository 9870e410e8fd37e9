/// Repeats a tensor to a larger shape by NumPy's rules.
public struct Broadcast: Hashable, Sendable {
  public let shape: [Int]
  public init(to shape: [Int]) { self.shape = shape }
}
