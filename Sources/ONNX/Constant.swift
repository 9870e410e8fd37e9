import Tensors

/// A tensor whose contents are known when a model is loaded: a weight, or the arithmetic that exporters do on shapes.
///
/// Integers (and booleans, as 0 and 1) are kept exactly; every real type is held as `Float`.
struct Constant: Sendable {
  enum Scalars: Sendable {
    case reals([Float])
    case integers([Int64])
  }

  let shape: [Int]
  let scalars: Scalars
  let type: ElementType
  /// Which integers were computed from the batch size of this lowering; nil when none was.
  ///
  /// A `Reshape` to such a shape follows the batch; a `Reshape` to literals only works for the batch of the export.
  let followsBatch: [Bool]?

  init(shape: [Int], reals: [Float], type: ElementType = .float32, followsBatch: [Bool]? = nil) {
    precondition(shape.product == reals.count, "Constant: \(reals.count) scalars cannot fill \(shape)")
    self.shape = shape
    self.scalars = .reals(reals)
    self.type = type
    self.followsBatch = Constant.normalised(followsBatch)
  }

  init(shape: [Int], integers: [Int64], type: ElementType = .int64, followsBatch: [Bool]? = nil) {
    precondition(shape.product == integers.count, "Constant: \(integers.count) scalars cannot fill \(shape)")
    self.shape = shape
    self.scalars = .integers(integers)
    self.type = type
    self.followsBatch = Constant.normalised(followsBatch)
  }

  private static func normalised(_ flags: [Bool]?) -> [Bool]? {
    guard let flags, flags.contains(true) else { return nil }
    return flags
  }

  var count: Int {
    switch scalars {
    case .reals(let values): values.count
    case .integers(let values): values.count
    }
  }

  /// All scalars as `Float`, whatever the type.
  var reals: [Float] {
    switch scalars {
    case .reals(let values): values
    case .integers(let values): values.map(Float.init)
    }
  }

  /// The scalars of an integer or boolean tensor; nil for a real one.
  var integers: [Int]? {
    guard case .integers(let values) = scalars else { return nil }
    return values.map(Int.init)
  }

  var tensor: Tensor { Tensor(shape: shape, scalars: reals) }

  func reshaped(_ shape: [Int]) -> Constant {
    switch scalars {
    case .reals(let values): Constant(shape: shape, reals: values, type: type, followsBatch: followsBatch)
    case .integers(let values): Constant(shape: shape, integers: values, type: type, followsBatch: followsBatch)
    }
  }

  /// The tensor of `shape` whose k-th scalar is scalar `indices[k]` of this one.
  func selecting(_ indices: [Int], shape: [Int]) -> Constant {
    let flags = followsBatch.map { flags in indices.map { flags[$0] } }
    switch scalars {
    case .reals(let values):
      return Constant(shape: shape, reals: indices.map { values[$0] }, type: type, followsBatch: flags)
    case .integers(let values):
      return Constant(shape: shape, integers: indices.map { values[$0] }, type: type, followsBatch: flags)
    }
  }
}
