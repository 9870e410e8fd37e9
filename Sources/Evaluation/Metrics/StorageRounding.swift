internal import Attacks
public import Tensors

/// What saving an input in its stored type does to its values.
public struct StorageRounding: Sendable {
  /// In words: "8 bits".
  public let name: String
  private let round: @Sendable (Tensor) -> Tensor

  public init(name: String, _ round: @escaping @Sendable (Tensor) -> Tensor) {
    self.name = name
    self.round = round
  }

  public func callAsFunction(_ input: Tensor) -> Tensor { round(input) }

  /// To the nearest of 256 values evenly spaced over the bounds, both ends among them.
  public static func eightBits(over bounds: ClosedRange<Float>) -> StorageRounding {
    levels(256, over: bounds, "8 bits")
  }

  /// To the nearest of `count` (at least 2) values evenly spaced over the bounds, both ends among them.
  public static func levels(_ count: Int, over bounds: ClosedRange<Float>, _ name: String) -> StorageRounding {
    precondition(count >= 2, "StorageRounding: needs at least 2 levels, is \(count)")
    return StorageRounding(name: name) { Storage.quantizing($0, levels: count, bounds: bounds) }
  }
}
