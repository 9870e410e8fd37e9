import Tensors
import Victims

/// How a model's gradient compares with differences of the model itself.
struct GradientFinding: Encodable {
  struct Direction: Encodable {
    /// Null where it is not a number.
    let name: String
    let derivative: Double?
    let difference: Double?
    let relativeError: Double?
    /// Of the difference, in input units.
    let step: Float
  }

  let passes: Bool
  let gradientIsZero: Bool
  /// Null where a direction gave no number.
  let largestError: Double?
  let tolerance: Double
  /// What the model was fed.
  let input: String
  let directions: [Direction]

  init(_ check: GradientCheck, input: String) {
    passes = check.passes
    gradientIsZero = check.gradientIsZero
    largestError = check.isFinite ? check.largestError : nil
    tolerance = GradientCheck.tolerance
    self.input = input
    directions = check.directions.map { direction in
      Direction(
        name: direction.name, derivative: direction.derivative.finite, difference: direction.difference.finite,
        relativeError: direction.relativeError.finite, step: direction.step)
    }
  }

  var lines: [String] {
    guard !gradientIsZero else { return ["WARNING: it is zero at \(input): attacks have nothing to follow"] }
    let verdict = passes ? "pass" : "WARNING: it does not agree"
    let error = largestError.map { String(Wording.number($0)) } ?? "not a number"
    let head =
      "\(verdict): largest relative error \(error) (allowed \(tolerance)) against central differences at \(input)"
    return [head]
      + directions.map { direction in
        "along \(direction.name): derivative \(Self.text(direction.derivative)), "
          + "difference \(Self.text(direction.difference)), relative error \(Self.text(direction.relativeError))"
      }
  }

  private static func text(_ value: Double?) -> String { value.map(Wording.number) ?? "not a number" }
}

extension Double {
  fileprivate var finite: Double? { isFinite ? self : nil }
}

/// Checks the gradient of a model at an array that the user names, or at random numbers within the model's bounds.
struct GradientInspector {
  private let loaded: LoadedModel
  private let options: InspectionOptions

  init(_ loaded: LoadedModel, options: InspectionOptions) {
    self.loaded = loaded
    self.options = options
  }

  func finding(_ runner: ModelRunner) throws -> GradientFinding {
    let (input, words, span) = try sample()
    return GradientFinding(try GradientCheck(runner, at: input, span: span), input: words)
  }

  /// One sample, what it is, and how wide its values spread.
  private func sample() throws -> (Tensor, words: String, span: Float) {
    let bounds = loaded.card.bounds
    guard let path = options.input else {
      let range = bounds ?? 0...1
      var random = RandomStream(seed: 1)
      let input = Tensor(shape: [1] + loaded.inputShape).map { _ in Float.random(in: range, using: &random) }
      return (
        input, "random numbers in \(Wording.range(range))", range.upperBound - range.lowerBound
      )
    }
    let batch = try Tensor(npyContentsOf: path).batch(of: loaded.inputShape, source: path)
    let input = batch.selectingSamples([0])
    let words = batch.batchCount > 1 ? "the first sample of \(path)" : path
    if let bounds { return (input, words, bounds.upperBound - bounds.lowerBound) }
    let spread = (input.scalars.max() ?? 1) - (input.scalars.min() ?? 0)
    return (input, words, spread.isFinite && spread > 0 ? spread : 1)
  }
}
