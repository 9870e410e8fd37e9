/// A function of two numbers; comparisons give 1 or 0.
public enum BinaryFunction: String, Sendable, Hashable, CaseIterable {
  case add, subtract, multiply, divide, power, minimum, maximum
  case equal, less, lessOrEqual, greater, greaterOrEqual
}

/// An elementwise function of two tensors, with NumPy broadcasting.
public struct Binary: Hashable, Sendable {
  public let function: BinaryFunction
  public init(_ function: BinaryFunction) { self.function = function }
}
