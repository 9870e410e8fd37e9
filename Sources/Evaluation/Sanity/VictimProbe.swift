public import Attacks
public import Tensors

/// Checks of a victim before it is attacked: whether it answers the same again, whatever the batch, and whether its
/// gradient is the slope of its logits.
///
/// They ask for eight forward passes an input, and for up to three inputs for six more and one backward pass.
public struct VictimProbe {
  public let victim: any Victim
  /// A batch of a few real inputs.
  public let inputs: Tensor
  public let bounds: ClosedRange<Float>
  public let seed: UInt64

  public init(victim: any Victim, inputs: Tensor, bounds: ClosedRange<Float>, seed: UInt64 = 0) {
    precondition(inputs.rank > 0 && inputs.batchCount > 0, "VictimProbe: needs at least one input")
    self.victim = victim
    self.inputs = inputs
    self.bounds = bounds
    self.seed = seed
  }

  public func checks() throws -> [SanityCheck] { [try determinism(), try batchIndependence(), try gradient()] }

  /// The same batch again and again must give the same bits.
  func determinism() throws -> SanityCheck {
    let first = try victim.logits(of: inputs)
    let difference = try (1..<5).reduce(0.0) { worst, _ in
      max(worst, Self.relativeDifference(first, try victim.logits(of: inputs)))
    }
    return SanityCheck(
      name: "determinism", verdict: difference == 0 ? .pass : difference < 1e-5 ? .warn : .fail,
      words: difference == 0
        ? "Five forward passes of the same batch agree bit for bit."
        : "Five forward passes of the same batch differ by up to \(difference.brief) of the largest logit: a randomised "
          + "model needs attacks that average over its randomness.")
  }

  /// A sample's logits must not depend on its neighbours, nor on its place among them.
  func batchIndependence() throws -> SanityCheck {
    let together = try victim.logits(of: inputs)
    let apart = try inputs.samples.map { try victim.logits(of: Tensor(batching: [$0])).sample(0) }
    let order = Array((0..<inputs.batchCount).reversed())
    let reversed = try victim.logits(of: inputs.selectingSamples(order)).selectingSamples(order)
    let difference = max(
      Self.relativeDifference(together, Tensor(batching: apart)), Self.relativeDifference(together, reversed))
    return SanityCheck(
      name: "batch independence", verdict: difference < 1e-4 ? .pass : .fail,
      words: "Alone, in a batch of \(inputs.batchCount) and in the same batch reversed, the logits differ by at most "
        + "\(difference.brief) of the largest; 1e-4 is allowed.")
  }

  /// Central differences along the gradient, cut to a random half of the elements so that the direction is not the
  /// gradient's own: `(f(x + hd) − f(x − hd)) / 2h` against `g · d`, with `f` a random sum of logits.
  ///
  /// The smallest relative error of four step sizes counts: kinks spoil the large ones (a U-Net's slope is off by a hundredth
  /// at the third), rounding the small ones. Inputs are first
  /// moved off their exact values by a little noise: where many elements are equal (the zeros of a padded sequence), max
  /// pooling meets ties, and at a tie a network has no slope to compare with.
  func gradient() throws -> SanityCheck {
    guard victim.access >= .gradients else {
      return SanityCheck(
        name: "gradient check", verdict: .notApplicable,
        words: "Of this victim only \(victim.access) are known, no gradients.")
    }
    var random = RandomStream(seed: seed, sample: "probe", attack: "gradient check")
    var errors: [Double] = []
    for index in 0..<min(3, inputs.batchCount) {
      let input = offTies(Tensor(batching: [inputs.sample(index)]), using: &random)
      if let error = try slopeError(at: input, using: &random) { errors.append(error) }
    }
    guard let worst = errors.max() else {
      return SanityCheck(
        name: "gradient check", verdict: .fail,
        words: "The input gradient of a random sum of logits is zero or not finite at every probed input.")
    }
    return SanityCheck(
      name: "gradient check", verdict: worst < 1e-2 ? .pass : worst < 1e-1 ? .warn : .fail,
      words:
        "The input gradient differs from central differences by at most \(worst.brief) (relative), at \(errors.count) "
        + "inputs; 0.01 is allowed.")
  }

  /// Every element moved towards the middle of the bounds by up to a fiftieth of their width.
  func offTies(_ input: Tensor, using random: inout RandomStream) -> Tensor {
    let middle = (bounds.lowerBound + bounds.upperBound) / 2
    let reach = (bounds.upperBound - bounds.lowerBound) / 50
    return input.map { $0 + ($0 < middle ? 1 : -1) * reach * random.nextUniform() }
  }

  /// - Returns: nil where the gradient says nothing.
  private func slopeError(at input: Tensor, using random: inout RandomStream) throws -> Double? {
    let cotangent = Tensor(
      shape: [1] + victim.outputShape, scalars: (0..<victim.outputShape.product).map { _ in random.nextGaussian() })
    let gradient = try victim.logitsAndGradient(at: input) { _ in cotangent }.gradient
    let direction = gradient.map { Bool.random(using: &random) ? $0 : 0 }
    let slope = Self.dot(gradient, direction)
    guard slope > 0, slope.isFinite else { return nil }
    let reach = Double(bounds.upperBound - bounds.lowerBound) / Double(direction.scalars.map(abs).max() ?? 1)
    return try [1e-2, 1e-3, 1e-4, 1e-5].map { share in
      let step = Float(share * reach)
      func value(_ sign: Float) throws -> Double {
        let moved = zip(input.scalars, direction.scalars).map { $0 + sign * step * $1 }
        return Self.dot(try victim.logits(of: Tensor(shape: input.shape, scalars: moved)), cotangent)
      }
      return abs((try value(1) - value(-1)) / (2 * Double(step)) - slope) / slope
    }.min()
  }

  private static func dot(_ left: Tensor, _ right: Tensor) -> Double {
    zip(left.scalars, right.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// Largest difference over largest magnitude; infinite when either is not finite.
  private static func relativeDifference(_ left: Tensor, _ right: Tensor) -> Double {
    var difference = 0.0, largest = 0.0
    for (x, y) in zip(left.scalars, right.scalars) {
      guard x.isFinite, y.isFinite else { return .infinity }
      difference = max(difference, abs(Double(x) - Double(y)))
      largest = max(largest, abs(Double(x)))
    }
    return difference == 0 ? 0 : difference / max(largest, Double.leastNormalMagnitude)
  }
}
