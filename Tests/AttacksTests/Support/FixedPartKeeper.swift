import Attacks
import Tensors

/// Keeps the clean sample, notes what it is asked for, and answers as the victim inside.
///
/// What changes of a sample is taken to reach from the first position of the region to the end of the axis.
final class FixedPartKeeper: Victim {
  let inner: SampleVictim
  let axis: Int
  private(set) var parts = 0
  /// The positions of the rows of every pass beside fixed parts.
  private(set) var passes: [[Range<Int>]] = []
  /// Points that differ from their sample where they must not.
  private(set) var strangers: [Tensor] = []

  init(_ inner: SampleVictim, axis: Int = 0) { (self.inner, self.axis) = (inner, axis) }

  var inputShape: [Int] { inner.inputShape }
  var outputShape: [Int] { inner.outputShape }

  func logits(of inputs: Tensor) -> Tensor { inner.logits(of: inputs) }

  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    try inner.logitsAndGradient(at: inputs, cotangent: cotangent)
  }

  func fixedPart(of clean: Tensor, outside region: Region) -> FixedPart? {
    parts += 1
    guard let span = region.span(alongAxis: axis), region.allowed.contains(false) else { return nil }
    return FixedPart(axis: axis, positions: span.lowerBound..<inputShape[axis], kept: [clean])
  }

  func logits(of inputs: Tensor, beside fixed: [FixedPart]) -> Tensor {
    note(inputs, fixed)
    return inner.logits(of: inputs)
  }

  func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    note(inputs, fixed)
    return try inner.logitsAndGradient(at: inputs) { logits in
      Tensor(batching: try (0..<fixed.count).map { try cotangent(logits.selectingSamples([$0]), $0).sample(0) })
    }
  }

  private func note(_ inputs: Tensor, _ fixed: [FixedPart]) {
    passes.append(fixed.map(\.positions))
    for (point, part) in zip(inputs.samples, fixed) {
      let unchanged = 0..<part.positions.lowerBound
      if point.selecting(unchanged, alongAxis: axis) != part.kept[0].selecting(unchanged, alongAxis: axis) {
        strangers.append(point)
      }
    }
  }
}
