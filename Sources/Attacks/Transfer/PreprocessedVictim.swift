public import Tensors

/// A victim behind a fixed preprocessing.
///
///     z(x) = inner( p(x) ),    gradients by the adjoint of p, or by its stand-in where it has no useful one
public final class PreprocessedVictim: Victim {
  public let inner: any Victim
  public let preprocessing: Preprocessing
  /// Of the inputs: what levels are spread over.
  public let bounds: ClosedRange<Float>

  public init(_ inner: any Victim, _ preprocessing: Preprocessing, bounds: ClosedRange<Float>) {
    if case .quantized(let levels) = preprocessing {
      precondition(levels > 1, "PreprocessedVictim: at least 2 levels, are \(levels)")
      precondition(bounds.lowerBound < bounds.upperBound, "PreprocessedVictim: no levels fit into \(bounds)")
    }
    self.inner = inner
    self.preprocessing = preprocessing
    self.bounds = bounds
  }

  public var inputShape: [Int] { inner.inputShape }
  public var outputShape: [Int] { inner.outputShape }
  public var access: VictimAccess { inner.access }
  public var gradientLogitsAreRough: Bool { inner.gradientLogitsAreRough }
  public func passSizes(for count: Int) -> [Int] { inner.passSizes(for: count) }

  public func logits(of inputs: Tensor) throws -> Tensor { try inner.logits(of: prepared(inputs)) }

  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let (logits, gradient) = try inner.logitsAndGradient(at: prepared(inputs), cotangent: cotangent)
    return (logits, each(gradient) { preprocessing.pullback($0, shape: inputShape) })
  }

  public func fixedPart(of clean: Tensor, outside region: Region) throws -> FixedPart? {
    let part = try inner.fixedPart(of: prepared(Tensor(batching: [clean])).sample(0), outside: region)
    return part.flatMap { preprocessing.keepsApart(along: $0.axis, of: inputShape) ? $0 : nil }
  }

  public func logits(of inputs: Tensor, beside fixed: [FixedPart]) throws -> Tensor {
    try inner.logits(of: prepared(inputs), beside: fixed)
  }

  public func logitsAndGradient(
    at inputs: Tensor, beside fixed: [FixedPart], cotangent: (_ logits: Tensor, _ index: Int) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    let (logits, gradient) = try inner.logitsAndGradient(at: prepared(inputs), beside: fixed, cotangent: cotangent)
    return (logits, each(gradient) { preprocessing.pullback($0, shape: inputShape) })
  }

  private func prepared(_ inputs: Tensor) -> Tensor {
    each(inputs) { preprocessing.applied(to: $0, shape: inputShape, bounds: bounds) }
  }

  private func each(_ batch: Tensor, _ transform: ([Float]) -> [Float]) -> Tensor {
    Tensor(shape: batch.shape, scalars: batch.samples.flatMap { transform($0.scalars) })
  }
}
