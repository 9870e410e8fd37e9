public import Tensors

/// What a victim knows of one sample that a search changes in places only: computed once, used in every pass.
///
/// Made by the victim, which alone knows what is in it. Passes "beside" it are good for inputs that equal the sample, bit
/// for bit, everywhere but at `positions`.
public struct FixedPart: Sendable {
  /// The axis of the sample (without the batch) along which it changes in places.
  public let axis: Int
  /// Where along it; everything along the other axes.
  public let positions: Range<Int>
  /// What the victim keeps, in its own order.
  public let kept: [Tensor]
  /// What the victims inside it keep, where it wraps others.
  public let inner: [FixedPart]

  public init(axis: Int, positions: Range<Int>, kept: [Tensor] = [], inner: [FixedPart] = []) {
    self.axis = axis
    self.positions = positions
    self.kept = kept
    self.inner = inner
  }

  /// From so many steps on it is worth a pass to learn what stays as it is.
  static var leastSteps: Int { 4 }

  /// Whether a point equals the sample outside the positions, bit for bit.
  public func holds(for point: [Float], of clean: Tensor) -> Bool {
    precondition(point.count == clean.count, "FixedPart: \(point.count) elements of a sample of \(clean.count)")
    let inner = clean.shape[(axis + 1)...].reduce(1, *)
    let row = clean.shape[axis] * inner
    let (start, end) = (positions.lowerBound * inner, positions.upperBound * inner)
    return point.withUnsafeBufferPointer { point in
      clean.withUnsafeScalars { clean in
        stride(from: 0, to: clean.count, by: row).allSatisfy { first in
          Self.agree(point, clean, first..<first + start) && Self.agree(point, clean, first + end..<first + row)
        }
      }
    }
  }

  private static func agree(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, _ elements: Range<Int>
  ) -> Bool {
    var differences: UInt32 = 0
    for index in elements { differences |= a[index].bitPattern ^ b[index].bitPattern }
    return differences == 0
  }
}
