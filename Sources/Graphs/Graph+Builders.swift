import Tensors

/// Short names for the nodes that derivatives and importers are made of.
extension Graph {
  public mutating func add(_ left: ValueID, _ right: ValueID) throws -> ValueID {
    try self(Binary(.add), left, right)
  }

  public mutating func subtract(_ left: ValueID, _ right: ValueID) throws -> ValueID {
    try self(Binary(.subtract), left, right)
  }

  public mutating func multiply(_ left: ValueID, _ right: ValueID) throws -> ValueID {
    try self(Binary(.multiply), left, right)
  }

  public mutating func divide(_ left: ValueID, _ right: ValueID) throws -> ValueID {
    try self(Binary(.divide), left, right)
  }

  public mutating func negate(_ value: ValueID) throws -> ValueID { try self(Unary(.negate), value) }

  /// A constant of rank 0.
  public mutating func scalar(_ value: Float) -> ValueID { addConstant(Tensor(scalar: value)) }

  /// Zeros, as one scalar repeated: nothing of the size of the shape is stored.
  public mutating func zeros(_ shape: [Int]) throws -> ValueID {
    let zero = scalar(0)
    return try broadcast(zero, to: shape)
  }

  /// The value itself if it has the shape already.
  public mutating func reshape(_ value: ValueID, to shape: [Int]) throws -> ValueID {
    self.shape(of: value) == shape ? value : try self(Reshape(to: shape), value)
  }

  /// The value itself if it has the shape already.
  public mutating func broadcast(_ value: ValueID, to shape: [Int]) throws -> ValueID {
    self.shape(of: value) == shape ? value : try self(Broadcast(to: shape), value)
  }

  /// The value itself if there is nothing to reduce.
  public mutating func sum(_ value: ValueID, over axes: [Int], keepsAxes: Bool = false) throws -> ValueID {
    axes.isEmpty ? value : try self(Reduction(.sum, axes: axes, keepsAxes: keepsAxes), value)
  }

  /// Sums over the axes along which a tensor of shape `shape` was repeated to give `value`: the adjoint of `Broadcast`.
  public mutating func sum(_ value: ValueID, toShape shape: [Int]) throws -> ValueID {
    let from = self.shape(of: value)
    if from == shape { return value }
    let added = from.count - shape.count
    let repeated = from.indices.filter { $0 < added || (shape[$0 - added] == 1 && from[$0] != 1) }
    return try reshape(sum(value, over: repeated), to: shape)
  }
}
