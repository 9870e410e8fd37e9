internal import Tensors

extension RandomStream {
  /// The numbers below `count` in random order (Fisher and Yates); written out for the reason that `nextUniform` is.
  mutating func nextOrder(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in order.indices.reversed() { order.swapAt(last, nextIndex(in: 0..<last + 1)) }
    return order
  }
}
