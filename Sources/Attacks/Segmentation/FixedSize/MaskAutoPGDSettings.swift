/// How the step-size-free gradient attack on a mask searches.
public struct MaskAutoPGDSettings: Sendable, Hashable {
  /// The norm is Linf or L2.
  public var budget: Budget
  /// Over all radii together.
  public var steps: Int
  public var loss: PixelLoss
  /// Search in twice the budget first, then in one and a half times, for three tenths of the steps each; off: in the
  /// budget alone.
  public var shrinksRadius: Bool
  public var seed: UInt64
  public var success: MaskThreshold

  public init(
    budget: Budget, steps: Int = 100, loss: PixelLoss = .crossEntropy, shrinksRadius: Bool = true, seed: UInt64 = 0,
    success: MaskThreshold = MaskThreshold(.meanIoU, 0.99)
  ) {
    self.budget = budget
    self.steps = steps
    self.loss = loss
    self.shrinksRadius = shrinksRadius
    self.seed = seed
    self.success = success
  }

  /// The radii as multiples of the budget's size, and the steps at each.
  var stages: [(factor: Float, steps: Int)] {
    let early = shrinksRadius ? steps * 3 / 10 : 0
    return [(2, early), (1.5, early), (1, steps - 2 * early)].filter { $0.1 > 0 }
  }

  var complaints: [String] {
    Complaint.unlessCounting(steps, "steps") + budget.smoothComplaints + success.complaints
  }
}
