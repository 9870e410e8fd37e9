public import Tensors

/// The class of the nearest training example, by Euclidean distance on the model's input; of equals the first.
///
/// A network that does no better than this has learned nothing about the data but what they look like.
public struct NearestNeighbour: Sendable {
  private let examples: [(input: [Float], label: Int)]

  /// Keeps the examples that have one class.
  public init(_ examples: [Example]) {
    self.examples = examples.compactMap { example in example.target.label.map { (example.input.scalars, $0) } }
  }

  /// The class of the nearest example; nil where none is known.
  public func label(of input: Tensor) -> Int? {
    var (best, label): (Float, Int?) = (.infinity, nil)
    for example in examples where example.input.count == input.count {
      let distance = Self.squaredDistance(example.input, input.scalars, limit: best)
      if distance < best { (best, label) = (distance, example.label) }
    }
    return label
  }

  /// Stops as soon as the distance is past `limit`: most examples are far away.
  private static func squaredDistance(_ a: [Float], _ b: [Float], limit: Float) -> Float {
    let block = 1024
    var total: Float = 0
    for start in stride(from: 0, to: a.count, by: block) {
      total += blockDistance(a, b, start..<min(start + block, a.count))
      if total > limit { return total }
    }
    return total
  }

  /// Eight sums side by side, which the compiler turns into vector instructions.
  private static func blockDistance(_ a: [Float], _ b: [Float], _ range: Range<Int>) -> Float {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sums = SIMD8<Float>.zero
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
          var difference = SIMD8<Float>.zero
          for lane in 0..<8 { difference[lane] = a[index + lane] - b[index + lane] }
          sums += difference * difference
          index += 8
        }
        var total = sums.sum()
        while index < range.upperBound {
          total += (a[index] - b[index]) * (a[index] - b[index])
          index += 1
        }
        return total
      }
    }
  }
}
