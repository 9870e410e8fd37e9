/// How zeroth-order optimisation searches.
public struct ZOOSettings: Sendable, Hashable {
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// The most points of one sample that the victim is asked about, the clean input among them.
  public var queries: Int
  /// κ: by how much the wanted logit must lead; 0 is the decision boundary.
  public var confidence: Float
  /// How many elements are moved a step; each takes two queries.
  public var elementsPerStep: Int
  /// How many constants `c` are tried: by tens, then by halves; each gets the same share of the queries.
  public var searches: Int
  public var initialConstant: Double
  /// Adam's rate at the start, as a share of the width of the bounds.
  public var learningRate: Float
  /// `h`, as a share of the width of the bounds.
  public var distance: Float
  /// The longest perturbation that counts as a success; nil for any.
  public var largestNorm: Float?
  public var seed: UInt64

  public init(
    bounds: ClosedRange<Float>, queries: Int = 50_000, confidence: Float = 0, elementsPerStep: Int = 128,
    searches: Int = 6, initialConstant: Double = 0.1, learningRate: Float = 0.01, distance: Float = 0.001,
    largestNorm: Float? = nil, seed: UInt64 = 0
  ) {
    self.bounds = bounds
    self.queries = queries
    self.confidence = confidence
    self.elementsPerStep = elementsPerStep
    self.searches = searches
    self.initialConstant = initialConstant
    self.learningRate = learningRate
    self.distance = distance
    self.largestNorm = largestNorm
    self.seed = seed
  }

  var width: Float { bounds.upperBound - bounds.lowerBound }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints = QueryComplaints.about(queries: queries)
    complaints += QueryComplaints.about("the elements per step", atLeastOne: elementsPerStep)
    complaints += QueryComplaints.about("the constants", atLeastOne: searches)
    complaints += QueryComplaints.about("the first constant", positive: Float(initialConstant))
    complaints += QueryComplaints.about("the learning rate", positive: learningRate)
    complaints += QueryComplaints.about("the distance", share: distance)
    if !(confidence >= 0 && confidence.isFinite) {
      complaints.append("the confidence must not be negative, is \(confidence)")
    }
    return complaints + QueryComplaints.about(largestNorm: largestNorm, bounds: bounds)
  }
}
