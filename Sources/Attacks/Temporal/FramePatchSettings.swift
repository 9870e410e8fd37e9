/// How the frame-wise patch attack searches.
public struct FramePatchSettings: Sendable, Hashable {
  /// The values an input element can take.
  public var bounds: ClosedRange<Float>
  /// Which axis of an input is time; nil for an input without one.
  public var timeAxis: Int?
  /// The square's side, in elements of the trailing two axes.
  public var side: Int
  /// Whether all frames show the same patch, as a sticker would be seen, or each its own.
  public var sharesContent: Bool
  /// How many places a content is learned for, the most promising first.
  public var places: Int
  /// Steps a place.
  public var steps: Int
  /// How far each element moves a step, as a share of the bounds' width.
  public var stepShare: Float
  public var loss: ClassificationLoss
  public var stopsOnSuccess: Bool

  public init(
    bounds: ClosedRange<Float>, timeAxis: Int?, side: Int, sharesContent: Bool = false, places: Int = 5,
    steps: Int = 40, stepShare: Float = 0.1, loss: ClassificationLoss = .crossEntropy, stopsOnSuccess: Bool = true
  ) {
    self.bounds = bounds
    self.timeAxis = timeAxis
    self.side = side
    self.sharesContent = sharesContent
    self.places = places
    self.steps = steps
    self.stepShare = stepShare
    self.loss = loss
    self.stopsOnSuccess = stopsOnSuccess
  }

  /// Everything that is wrong with the numbers themselves.
  var complaints: [String] {
    var complaints: [String] = []
    if let timeAxis, timeAxis < 0 { complaints.append("the time axis must not be negative, is \(timeAxis)") }
    if sharesContent, timeAxis == nil { complaints.append("a content shared by all frames needs a time axis") }
    if side < 0 { complaints.append("the patch's side must not be negative, is \(side)") }
    if places < 1 { complaints.append("at least one place must be tried, are \(places)") }
    if steps < 1 { complaints.append("steps must be at least 1, are \(steps)") }
    if !(stepShare > 0 && stepShare <= 1) {
      complaints.append("the step must be a share of the bounds above 0 and at most 1, is \(stepShare)")
    }
    return complaints + Budget(norm: .linf, size: 0, bounds: bounds).complaints
  }
}
