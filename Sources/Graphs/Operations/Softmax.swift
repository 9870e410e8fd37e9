/// `eˣ / Σ eˣ` along one axis.
public struct Softmax: Hashable, Sendable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }
}

/// `x − log Σ eˣ` along one axis.
public struct LogSoftmax: Hashable, Sendable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }
}

/// `y·(dy − Σ dy·y)`; inputs (y, dy).
public struct SoftmaxGradient: Hashable, Sendable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }
}

/// `dy − eʸ·Σ dy`; inputs (y, dy).
public struct LogSoftmaxGradient: Hashable, Sendable {
  public let axis: Int
  public init(axis: Int) { self.axis = axis }
}
