extension Tensor {
  /// Stacks samples of one shape along a new leading batch axis.
  public init(batching samples: [Tensor]) {
    let shape = samples.first?.shape ?? []
    precondition(
      samples.allSatisfy { $0.shape == shape }, "Tensor(batching:): shapes differ: \(samples.map(\.shape))")
    var scalars: [Float] = []
    scalars.reserveCapacity(samples.count * shape.product)
    for sample in samples { scalars.append(contentsOf: sample.scalars) }
    self.init(shape: [samples.count] + shape, scalars: scalars)
  }

  /// One batch after the other, at least one, all of samples of one shape.
  public init(joining batches: [Tensor]) {
    precondition(
      !batches.isEmpty && batches.allSatisfy { $0.sampleShape == batches[0].sampleShape },
      "Tensor(joining:): shapes differ: \(batches.map(\.shape))")
    guard batches.count > 1 else {
      self = batches[0]
      return
    }
    self.init(
      shape: [batches.reduce(0) { $0 + $1.batchCount }] + batches[0].sampleShape, scalars: batches.flatMap(\.scalars))
  }

  /// The extent of the leading axis.
  public var batchCount: Int {
    precondition(!shape.isEmpty, "Tensor: a scalar has no batch axis")
    return shape[0]
  }

  /// The shape of one sample of a batch.
  public var sampleShape: [Int] { Array(shape.dropFirst()) }

  /// Sample `index` of a batch, without the batch axis.
  public func sample(_ index: Int) -> Tensor {
    precondition((0..<batchCount).contains(index), "Tensor: sample \(index) of a batch of \(batchCount)")
    let size = sampleShape.product
    return Tensor(shape: sampleShape, scalars: Array(scalars[index * size..<(index + 1) * size]))
  }

  /// The samples of a batch, in order.
  public var samples: [Tensor] { (0..<batchCount).map(sample) }

  /// The batch made of the given samples, in the given order.
  public func selectingSamples(_ indices: [Int]) -> Tensor {
    let size = sampleShape.product
    var chosen: [Float] = []
    chosen.reserveCapacity(indices.count * size)
    for index in indices { chosen.append(contentsOf: scalars[index * size..<(index + 1) * size]) }
    return Tensor(shape: [indices.count] + sampleShape, scalars: chosen)
  }
}
