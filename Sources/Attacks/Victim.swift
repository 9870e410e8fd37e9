public import Tensors

/// The model under attack, seen as logits and their pullback.
///
/// Inputs are batches `[N] + inputShape` in the units in which the perturbation is measured; whatever the model does
/// to them first (normalisation) is inside. Logits are `[N] + outputShape`: `[K]` for a classifier of K classes,
/// `[C, H, W]` for a segmentation network of C classes (a one-logit network is presented as background and
/// foreground). A class, because an implementation owns buffers; not `Sendable`: one victim serves one thread.
public protocol Victim: AnyObject {
  var inputShape: [Int] { get }
  var outputShape: [Int] { get }
  /// What of the victim can be seen; all of it where nothing is said.
  var access: VictimAccess { get }
  /// Whether the logits that come with a gradient are good for searching only (bf16); those that come alone never are.
  ///
  /// An attack then believes no success before a forward pass has confirmed it. A victim that wraps others passes on
  /// what they say. No by default.
  var gradientLogitsAreRough: Bool { get }

  /// How so many samples, at least one, are best cut into passes: sizes that add up to `count`. One pass where nothing is
  /// said; no answer depends on it.
  func passSizes(for count: Int) -> [Int]

  func logits(of inputs: Tensor) throws -> Tensor

  /// The logits, and the input gradient of `Σ cotangent · logits` for the cotangent that the closure makes from them:
  /// one forward and one backward pass.
  func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor)

  /// What stays as it is in every pass over a sample that changes inside a region only, computed once; nil where full
  /// passes are as good, which is what a victim says that knows nothing of this.
  ///
  /// It depends on the sample and the region alone.
  func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart?

  /// As `logits(of:)`, up to rounding, for inputs of which each equals the sample of its fixed part outside the part's
  /// positions: one part an input.
  ///
  /// What comes out for an input depends on it and its part alone, to the last bit.
  func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor

  /// As `logitsAndGradient(at:cotangent:)`, likewise; the cotangent is made input by input, from a batch of one and its place
  /// among the inputs.
  ///
  /// The gradient need not be known outside the positions, and is zero there where it is not.
  func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor)
}

extension Victim {
  public var access: VictimAccess { .gradients }
  public var gradientLogitsAreRough: Bool { false }
  public func passSizes(for count: Int) -> [Int] { [count] }

  public func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart? { nil }

  public func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor { try logits(of: inputs) }

  public func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    try logitsAndGradient(at: inputs) { logits in
      let cotangents = try (0..<logits.batchCount).map { try cotangent(logits.selectingSamples([$0]), $0).sample(0) }
      return Tensor(batching: cotangents)
    }
  }
}
