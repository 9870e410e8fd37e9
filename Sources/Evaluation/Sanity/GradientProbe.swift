internal import Attacks
internal import Tensors

/// Whether a victim's input gradients say where its logits change.
struct GradientProbe {
  let victim: any Victim
  let inputs: Tensor
  /// Of the inputs.
  let logits: Tensor
  let bounds: ClosedRange<Float>
  let seed: UInt64

  func checks() throws -> [SanityCheck] {
    guard victim.access >= .gradients else {
      return ["gradient signal", "random directions"].map {
        SanityCheck(
          name: $0, verdict: .notApplicable, words: "Of this victim only \(victim.access) are known, no gradients.")
      }
    }
    return [try signal(), try directions()]
  }

  private func signal() throws -> SanityCheck {
    let sizes = try InputGradients(victim: victim, inputs: inputs, logits: logits).largest(of: .margin)
    let broken = sizes.count { $0.isNaN }, zero = sizes.count { $0 == 0 }, tiny = sizes.count { $0 > 0 && $0 < 1e-10 }
    let bad = broken + zero + tiny
    return SanityCheck(
      name: "gradient signal", verdict: bad == 0 ? .pass : 2 * bad > sizes.count ? .fail : .warn,
      words:
        "At \(sizes.count) clean inputs the gradient of the margin is exactly zero at \(zero), not a finite number at "
        + "\(broken), below 1e-10 at \(tiny). "
        + (bad == 0
          ? "Attacks have something to follow."
          : "There attacks by gradients have nothing to follow: look for a step that cannot be differentiated (rounding, "
            + "thresholds), dead units or an overflow, and attack with queries or round it (BPDA)."))
  }

  /// What one direction from one input showed.
  private enum Finding {
    /// Neither the gradient nor the logits see anything.
    case flat
    /// The logits move and the gradient is zero, or not a number.
    case unseen
    /// By how much of the gradient's length the slopes differ.
    case error(Double)
  }

  /// Central differences along random directions.
  ///
  ///     | (f(x + hd) − f(x − hd)) / 2h − g · d | / ‖g‖,   f a random sum of logits, d of independent normal elements
  ///
  /// The smallest of three step sizes counts, then the upper median of four directions, then the worst of three inputs.
  private func directions() throws -> SanityCheck {
    var random = RandomStream(seed: seed, sample: "probe", attack: "random directions")
    let probe = VictimProbe(victim: victim, inputs: inputs, bounds: bounds, seed: seed)
    var (flat, unseen, errors) = (0, 0, [Double]())
    for index in 0..<min(3, inputs.batchCount) {
      let input = probe.offTies(Tensor(batching: [inputs.sample(index)]), using: &random)
      switch try finding(at: input, using: &random) {
      case .flat: flat += 1
      case .unseen: unseen += 1
      case .error(let error): errors.append(error)
      }
    }
    return verdict(flat: flat, unseen: unseen, errors: errors)
  }

  private func verdict(flat: Int, unseen: Int, errors: [Double]) -> SanityCheck {
    let name = "random directions", worst = errors.max() ?? 0
    if unseen > 0 {
      return SanityCheck(
        name: name, verdict: .fail,
        words:
          "At \(unseen) of \(flat + unseen + errors.count) inputs the logits change along random directions and the "
          + "gradient is zero or not a number: it hides where the victim is weak (masked gradients).")
    }
    guard !errors.isEmpty else {
      return SanityCheck(
        name: name, verdict: .fail,
        words:
          "At \(flat) inputs neither the gradient nor a step along random directions changes anything: the victim does "
          + "not look at its input there (dead units, a constant output).")
    }
    return SanityCheck(
      name: name, verdict: worst < 0.05 ? .pass : worst < 0.5 ? .warn : .fail,
      words:
        "Along random directions the slope of the logits differs from the gradient's by at most \(worst.brief) of its "
        + "length, at \(errors.count) inputs; 0.05 is allowed."
        + (worst < 0.05
          ? ""
          : " The victim is rough or random at small scales, or its gradient is another function's: average over it."))
  }

  private func finding(at input: Tensor, using random: inout RandomStream) throws -> Finding {
    let cotangent = Tensor(
      shape: [1] + victim.outputShape, scalars: (0..<victim.outputShape.product).map { _ in random.nextGaussian() })
    let gradient = try victim.logitsAndGradient(at: input) { _ in cotangent }.gradient
    let length = Self.dot(gradient.scalars, gradient.scalars).squareRoot()
    var (errors, moved) = ([Double](), false)
    for _ in 0..<4 {
      let direction = input.scalars.map { _ in random.nextGaussian() }
      let slopes = try slopes(along: direction, at: input, of: cotangent)
      moved = moved || slopes.contains { $0 != 0 }
      let expected = Self.dot(gradient.scalars, direction)
      errors.append(slopes.map { abs($0 - expected) / length }.min() ?? .infinity)
    }
    guard length > 0, length.isFinite else { return moved || !length.isFinite ? .unseen : .flat }
    return .error(errors.map { $0.isNaN ? .infinity : $0 }.sorted()[errors.count / 2])
  }

  /// Central differences with steps of a hundredth, a thousandth and a ten-thousandth of the bounds' width.
  private func slopes(along direction: [Float], at input: Tensor, of cotangent: Tensor) throws -> [Double] {
    let reach = (bounds.upperBound - bounds.lowerBound) / (direction.map(abs).max() ?? 1)
    let steps = [1e-2, 1e-3, 1e-4].map { Float($0) * reach }
    let points = steps.flatMap { step in
      [step, -step].map { step in
        Tensor(shape: victim.inputShape, scalars: zip(input.scalars, direction).map { $0 + step * $1 })
      }
    }
    let values = try victim.logits(of: Tensor(batching: points)).samples.map { Self.dot($0.scalars, cotangent.scalars) }
    return steps.indices.map { (values[2 * $0] - values[2 * $0 + 1]) / (2 * Double(steps[$0])) }
  }

  private static func dot(_ left: [Float], _ right: [Float]) -> Double {
    zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
