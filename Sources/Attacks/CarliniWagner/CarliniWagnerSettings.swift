/// How the attack of Carlini and Wagner searches.
public struct CarliniWagnerSettings: Sendable, Hashable {
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// κ: by how much the wanted logit must lead; 0 is the decision boundary.
  public var confidence: Float
  /// Adam's steps for each constant.
  public var steps: Int
  /// How many constants `c` are tried: by tens, then by halves.
  public var searches: Int
  public var learningRate: Float
  public var initialConstant: Double
  /// Ends the steps for a constant when a tenth of them lowered the objective by less than 10⁻⁴ of itself.
  public var abortsEarly: Bool
  /// By how much, as a share of their width, the box of the tanh is wider than the bounds.
  ///
  /// Values at a bound would be infinitely far away in the new variables (radar maps are zero in most cells); a wider
  /// box brings them near, and what leaves the bounds is cut off. 0 is the form of the paper.
  public var margin: Float
  /// The longest perturbation that counts as a success; nil for any.
  public var largestNorm: Float?

  public init(
    bounds: ClosedRange<Float>, confidence: Float = 0, steps: Int = 1000, searches: Int = 9,
    learningRate: Float = 0.01, initialConstant: Double = 0.1, abortsEarly: Bool = true, margin: Float = 0.05,
    largestNorm: Float? = nil
  ) {
    self.bounds = bounds
    self.confidence = confidence
    self.steps = steps
    self.searches = searches
    self.learningRate = learningRate
    self.initialConstant = initialConstant
    self.abortsEarly = abortsEarly
    self.margin = margin
    self.largestNorm = largestNorm
  }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints: [String] = []
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if searches < 1 { complaints.append("at least one constant must be tried, are \(searches)") }
    if !(learningRate > 0 && learningRate.isFinite) {
      complaints.append("the learning rate must be positive, is \(learningRate)")
    }
    if !(initialConstant > 0 && initialConstant.isFinite) {
      complaints.append("the first constant must be positive, is \(initialConstant)")
    }
    if !(confidence >= 0 && confidence.isFinite) {
      complaints.append("the confidence must not be negative, is \(confidence)")
    }
    if !(0...1).contains(margin) { complaints.append("the margin must lie in 0...1, is \(margin)") }
    if let largestNorm, !(largestNorm >= 0) {
      complaints.append("the largest norm must not be negative, is \(largestNorm)")
    }
    if !bounds.lowerBound.isFinite || !bounds.upperBound.isFinite {
      complaints.append("the bounds must be finite, are \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return complaints
  }
}
