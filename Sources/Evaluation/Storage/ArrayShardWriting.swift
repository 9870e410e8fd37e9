public import Tensors

/// An array with its place in a shard: "00012/clean".
public struct NamedArray: Sendable, Equatable {
  public let name: String
  public let tensor: Tensor

  public init(name: String, tensor: Tensor) {
    self.name = name
    self.tensor = tensor
  }
}

/// Writes one shard of a run's arrays: a file with one dataset per array, in the order given.
///
/// Equal arrays must give equal bytes (no time stamps inside), or a resumed run could not equal an undisturbed one.
public protocol ArrayShardWriting {
  /// Makes the file at `path`, where nothing is yet.
  func write(_ arrays: [NamedArray], to path: String) throws
}
