internal import Graphs

/// An operation that moves numbers and changes none, on tensors whose last axis is taken in pairs.
///
/// Two neighbours of bf16 lie in the memory of one Float, so what moves Floats moves them too.
struct PairedArrangement {
  let operation: any Operation

  /// Nil when the operation (on physical shapes, channels last) is no such, or would tear pairs apart.
  init?(_ operation: any Operation, inputs: [[Int]]) {
    guard inputs.allSatisfy({ $0.last.map { $0 % 2 == 0 } ?? false }) else { return nil }
    switch operation {
    case is Concatenation: self.operation = operation
    case let slice as Slice:
      guard let paired = slice.paired else { return nil }
      self.operation = paired
    case let gradient as SliceGradient:
      guard let paired = gradient.slice.paired, let last = gradient.shape.last, last % 2 == 0 else { return nil }
      self.operation = SliceGradient(paired, shape: gradient.shape.dropLast() + [last / 2])
    default: return nil
    }
  }

  static func shape(_ shape: [Int]) -> [Int] { shape.dropLast() + [(shape.last ?? 0) / 2] }
}

extension Slice {
  /// The same slice of pairs along the last axis.
  fileprivate var paired: Slice? {
    let last = starts.count - 1
    guard last >= 0, steps[last] == 1, starts[last] % 2 == 0, extents[last] % 2 == 0 else { return nil }
    var (starts, extents) = (starts, extents)
    starts[last] /= 2
    extents[last] /= 2
    return Slice(starts: starts, steps: steps, extents: extents)
  }
}
