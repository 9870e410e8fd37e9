public import Tensors

/// A universal search between two steps: what a search needs to go on as if it had never stopped.
public struct UniversalMaskState: Sendable, Equatable {
  /// All but the arrays.
  public struct Progress: Sendable, Codable, Equatable {
    /// The step that comes next, from 1 on.
    public var nextStep: Int
    /// How much was attained before each step so far, mean over the images.
    public var course: [Double]
    /// Of the best perturbation: the step, what it attains, the share of pixels as wanted.
    public var bestStep: Int
    public var bestAttained: Double
    public var bestPixels: Double
    /// One for each image, in the order of the problems.
    public var tallies: [MaskTally]
  }

  /// Both in the shape of one input.
  public let perturbation: Tensor
  public let best: Tensor
  public let progress: Progress

  public init(perturbation: Tensor, best: Tensor, progress: Progress) {
    (self.perturbation, self.best, self.progress) = (perturbation, best, progress)
  }

  /// Everything that makes it no state of a search for `problems` with `settings`.
  func complaints(_ problems: [MaskProblem], _ settings: UniversalMaskAttack.Settings) -> [String] {
    let last = settings.budget.size > 0 ? settings.steps : 0
    let fits =
      progress.tallies.count == problems.count && progress.nextStep >= 1 && progress.nextStep <= last
      && progress.course.count == progress.nextStep
      && problems.allSatisfy { $0.clean.shape == perturbation.shape && $0.clean.shape == best.shape }
    return fits ? [] : ["the state to go on from is that of another search"]
  }
}
