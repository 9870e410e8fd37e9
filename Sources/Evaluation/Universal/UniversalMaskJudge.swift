public import Attacks
public import Tensors

/// Adds a universal perturbation to images and measures what the victim makes of them, in fresh forward passes.
public struct UniversalMaskJudge {
  /// An image with what it was judged by, for pictures.
  public struct Case {
    public let image: UniversalMaskImage
    public let adversarial: Tensor
    public let before: ClassMap
    public let after: ClassMap
  }

  public let victim: any Victim
  public let criterion: MaskCriterion
  public let budget: Budget
  public let perturbation: Tensor
  /// Forms in which images are saved.
  public let storages: [StorageRounding]
  /// A random change as large as the budget allows, the same for every image.
  private let randomChange: Tensor

  public init(
    victim: any Victim, criterion: MaskCriterion, budget: Budget, perturbation: Tensor, seed: UInt64,
    storages: [StorageRounding] = []
  ) {
    (self.victim, self.criterion, self.budget, self.perturbation) = (victim, criterion, budget, perturbation)
    self.storages = storages
    randomChange = Self.randomChange(perturbation.shape, budget, seed: seed)
  }

  /// The signs of a fair coin for Linf, a random direction for L2; at the budget's size.
  static func randomChange(_ shape: [Int], _ budget: Budget, seed: UInt64) -> Tensor {
    var stream = RandomStream(seed: seed, sample: "every image", attack: "universal random change")
    guard budget.norm == .l2 else {
      let scalars = (0..<shape.product).map { _ in stream.nextUniform() < 0.5 ? -budget.size : budget.size }
      return Tensor(shape: shape, scalars: scalars)
    }
    let direction = (0..<shape.product).map { _ in Float(stream.nextGaussian()) }
    let length = direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard length > 0 else { return Tensor(shape: shape) }
    return Tensor(shape: shape, scalars: direction.map { Float(Double($0) / length) * budget.size })
  }

  /// Judges one image: three forward passes, and one for each form of saving.
  ///
  /// - Throws: `NoNumbers` where the victim's logits of the clean image are not numbers; whatever the victim throws.
  public func judged(_ sample: SegmentationSample, id: String) throws -> Case {
    let (clean, adversarial) = (sample.input, changed(sample, by: perturbation))
    guard let before = try map(clean) else { throw NoNumbers(id: id) }
    let after = try map(adversarial)
    let random = try map(changed(sample, by: randomChange)) ?? before
    let size = PerturbationMeasure.size(
      clean: clean, changed: adversarial, bounds: budget.bounds,
      layout: SampleLayout(shape: clean.shape, axes: [.channel, .height, .width]))
    let audit = PerturbationAudit.audit(
      clean: clean, answer: adversarial, region: sample.region, bounds: budget.bounds, budget: budget, size: size)
    func compared(_ reference: ClassMap) -> MaskComparison {
      MaskComparison(
        before: scores(before, reference, sample), after: scores(after ?? before, reference, sample))
    }
    let toTarget = compared(sample.target)
    let succeeded = after != nil && audit.passed && criterion.isMet(by: toTarget.after)
    let image = UniversalMaskImage(
      id: id, target: sample.targetDescription, succeeded: succeeded,
      reachedBefore: criterion.isMet(by: toTarget.before), toTarget: toTarget,
      randomToTarget: scores(random, sample.target, sample), toTruth: sample.truth.map(compared),
      afterStorage: try stored(adversarial, sample, succeeded), audit: audit, size: size)
    return Case(image: image, adversarial: adversarial, before: before, after: after ?? before)
  }

  /// What the image is worth in each form of saving.
  private func stored(_ image: Tensor, _ sample: SegmentationSample, _ succeeded: Bool) throws -> [StorageOutcome] {
    try storages.map { storage in
      let found = try map(storage(image)).map { scores($0, sample.target, sample) }
      return StorageOutcome(
        name: storage.name, succeeded: succeeded && (found.map(criterion.isMet) ?? false), scores: found)
    }
  }

  private func changed(_ sample: SegmentationSample, by change: Tensor) -> Tensor {
    UniversalMaskAttack.apply(change, to: sample.input, region: sample.region, bounds: budget.bounds)
  }

  private func map(_ input: Tensor) throws -> ClassMap? {
    ClassMap(logits: try victim.logits(of: Tensor(batching: [input])).sample(0))
  }

  private func scores(_ map: ClassMap, _ reference: ClassMap, _ sample: SegmentationSample) -> MaskScores {
    MaskAgreement.scores(
      predicted: map.classes, reference: reference.classes, classCount: victim.outputShape[0],
      background: criterion.background, ignored: criterion.ignored)
  }
}

/// An image that the victim gives no numbers for.
public struct NoNumbers: Error, CustomStringConvertible {
  let id: String
  public var description: String { "\(id): the model's logits for the clean image are not numbers" }
}
