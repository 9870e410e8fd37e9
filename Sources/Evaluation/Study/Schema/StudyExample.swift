public import Tensors

/// One recording to be shown: clean and adversarial, with heat maps where the victim has them.
///
/// | dataset | shape | meaning |
/// |---|---|---|
/// | `clean`, `adversarial` | the victims' input shape | in the victims' input units |
/// | `heatBefore`, `heatAfter` | `[frames, range, Doppler]` | Grad-CAM of the prediction before and after |
///
/// Names in this record are datasets of the file `file`, all 32-bit floats.
public struct StudyExample: Sendable, Codable, Equatable {
  public var experiment: StudyExperiment
  public var victim: String
  public var attack: String
  /// "all" or "padding".
  public var region: String
  public var sample: SampleReference
  /// Classes said before and after.
  public var before: Int
  public var after: Int
  public var l2: Double
  public var linf: Double
  public var frameKinds: [FrameKind]
  /// Grad-CAM per frame before and after, and L2 of the perturbation per frame; empty where unknown.
  @FiniteOrNull public var importanceBefore: [Double]
  @FiniteOrNull public var importanceAfter: [Double]
  @FiniteOrNull public var perturbation: [Double]
  /// Relative to the study folder: "arrays/importance-conv3d-padding.h5".
  public var file: String
  public var clean: String
  public var adversarial: String
  public var heatBefore: String?
  public var heatAfter: String?

  public init(
    experiment: StudyExperiment, victim: String, attack: String, region: String, sample: SampleReference, before: Int,
    after: Int, l2: Double, linf: Double, frameKinds: [FrameKind], file: String, clean: String, adversarial: String
  ) {
    self.experiment = experiment
    self.victim = victim
    self.attack = attack
    self.region = region
    self.sample = sample
    self.before = before
    self.after = after
    self.l2 = l2
    self.linf = linf
    self.frameKinds = frameKinds
    self.file = file
    self.clean = clean
    self.adversarial = adversarial
    importanceBefore = []
    importanceAfter = []
    perturbation = []
  }
}
