public import Attacks
public import Tensors

/// The receiver's defence: frames that it knows to be padding are set to zero before the network sees them.
///
///     z(x, v) = victim( x · v ),   v = 1 in recorded frames, 0 in padding
///
/// Inputs end with the validity channel `v` (`ValidityChannel`), which the receiver made itself. For padding with zeros
/// that is also what cutting it off and padding anew gives. The gradient in padding frames is zero: an attacker who knows
/// the defence finds nothing there.
public final class PaddingGuard: Victim {
  public let inputShape: [Int]
  private let victim: any Victim
  private let channels: Int
  /// Elements before the channel axis, and of one channel.
  private let outer: Int
  private let inner: Int

  /// - Throws: `StudyError` when the victim's inputs have no channel axis.
  public init(_ victim: any Victim, axes: [Axis]) throws {
    guard axes.count == victim.inputShape.count, let channel = axes.firstIndex(of: .channel) else {
      throw StudyError("re-zeroing the padding needs inputs with channels, the axes are \(axes.map(\.rawValue))")
    }
    self.victim = victim
    var shape = victim.inputShape
    channels = shape[channel]
    inner = shape.rowMajorStrides[channel]
    outer = shape[..<channel].reduce(1, *)
    shape[channel] += 1
    inputShape = shape
  }

  public var outputShape: [Int] { victim.outputShape }
  public var gradientLogitsAreRough: Bool { victim.gradientLogitsAreRough }
  public func passSizes(for count: Int) -> [Int] { victim.passSizes(for: count) }

  public func logits(of inputs: Tensor) throws -> Tensor { try victim.logits(of: guarded(inputs)) }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let (logits, gradient) = try victim.logitsAndGradient(at: guarded(inputs), cotangent: cotangent)
    var scalars = [Float](repeating: 0, count: inputs.count)
    forEachElement(inputs) { guarded, element, validity in
      scalars[element] = gradient.scalars[guarded] * inputs.scalars[validity]
    }
    return (logits, Tensor(shape: inputs.shape, scalars: scalars))
  }

  private func guarded(_ inputs: Tensor) -> Tensor {
    var scalars = [Float](repeating: 0, count: inputs.batchCount * victim.inputShape.product)
    forEachElement(inputs) { guarded, element, validity in
      scalars[guarded] = inputs.scalars[element] * inputs.scalars[validity]
    }
    return Tensor(shape: [inputs.batchCount] + victim.inputShape, scalars: scalars)
  }

  /// Every element of the victim's inputs: its index there, in ours, and that of its validity.
  private func forEachElement(_ inputs: Tensor, _ body: (_ guarded: Int, _ element: Int, _ validity: Int) -> Void) {
    for block in 0..<inputs.batchCount * outer {
      let start = block * (channels + 1) * inner
      for index in 0..<channels * inner {
        body(block * channels * inner + index, start + index, start + channels * inner + index % inner)
      }
    }
  }
}
