internal import Tensors

/// The order of the examples in one epoch: a function of seed and epoch alone, so that a resumed run meets the same one.
public enum EpochOrder {
  /// A permutation of `0..<count` (Fisher and Yates).
  public static func shuffled(_ count: Int, seed: UInt64, epoch: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    var stream = RandomStream(seed: seed, sample: "", attack: "order of an epoch", restart: epoch)
    for index in 0..<count - 1 { order.swapAt(index, stream.nextIndex(in: index..<count)) }
    return order
  }

  /// The examples of each step.
  ///
  /// What is left over after the last whole batch sits this epoch out: batch statistics of a few samples would be poor,
  /// and another epoch leaves out others.
  public static func batches(_ count: Int, size: Int, seed: UInt64, epoch: Int) -> [[Int]] {
    let order = shuffled(count, seed: seed, epoch: epoch)
    return (0..<count / size).map { Array(order[$0 * size..<($0 + 1) * size]) }
  }
}
