internal import Tensors

extension RandomStream {
  /// The numbers below `count` in random order (Fisher and Yates).
  ///
  /// Written out for the same reason as `nextUniform`: the same bytes with the next compiler.
  mutating func nextOrder(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for index in order.indices.dropLast() { order.swapAt(index, nextIndex(in: index..<count)) }
    return order
  }
}
