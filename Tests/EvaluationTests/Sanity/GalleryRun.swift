import Attacks
import Evaluation
import Tensors
import TestSupport

/// What the whole battery says about a victim of the gallery: the probe before a run, and the checks of its records.
struct GalleryRun {
  let exhibit: Gallery
  private let victim: any Victim
  private let samples: [ClassificationSample]

  static let bounds: ClosedRange<Float> = 0...1
  static let sizes: [Float] = [0.05, 0.1]

  /// Labels are what the victim says of the clean inputs: it is never wrong to begin with.
  init(_ exhibit: Gallery) throws {
    self.exhibit = exhibit
    let victim = exhibit.victim
    self.victim = victim
    samples = try (0..<8).map { index in
      var random = RandomStream(seed: 3, sample: "\(index)", attack: "data")
      let input = Tensor(
        shape: victim.inputShape, scalars: (0..<victim.inputShape.product).map { _ in 0.1 + 0.8 * random.nextUniform() }
      )
      let label = Prediction.classIndex(of: try victim.logits(of: Tensor(batching: [input])).scalars) ?? 0
      return ClassificationSample(input: input, label: label)
    }
  }

  var probe: SanityProbe {
    SanityProbe(
      victim: victim, samples: samples, bounds: Self.bounds, seed: 2,
      budget: Budget(norm: .linf, size: Self.sizes[1], bounds: Self.bounds))
  }

  /// The probe's checks, then those of the records.
  func checks() throws -> [SanityCheck] { try probe.checks() + recordChecks() }

  private var attacks: [PlannedClassification] {
    Self.sizes.flatMap { size in
      let budget = Budget(norm: .linf, size: size, bounds: Self.bounds)
      let blind: [any SampleAttack] = [
        SquareAttack(settings: SquareAttackSettings(budget: budget, queries: 80)),
        NoiseAttack(settings: NoiseSettings(budget: budget, draws: 24)),
      ]
      let seeing: [any SampleAttack] = [
        GradientAttack.fgsm(budget: budget), GradientAttack.pgd(budget: budget, restarts: 2),
      ]
      return ((victim.access == .gradients ? seeing : []) + blind).map { planned($0, budget) }
        + [targeted(blind[1], budget)]
    }
  }

  private func planned(_ attack: any SampleAttack, _ budget: Budget) -> PlannedClassification {
    PlannedClassification(name: "\(attack.name) \(budget.size)", attack: attack, budget: budget, seed: 0)
  }

  private func targeted(_ attack: any SampleAttack, _ budget: Budget) -> PlannedClassification {
    var planned = planned(attack, budget)
    planned.name += ", targeted"
    planned.goal = { .targeted(class: ($0.label + 1) % 4) }
    return planned
  }

  private func recordChecks() throws -> [SanityCheck] {
    var toy = ToyRun()
    toy.sampleCount = samples.count
    var plan = toy.plan
    plan.attacks = attacks.map(\.name)
    plan.batchSize = samples.count
    plan.checks = []
    let folder = try TemporaryFolder()
    let samples = samples
    var run = ClassificationRun(
      source: ToySource(ids: plan.samples, make: { samples[$0] }), victim: victim, attacks: attacks)
    run.savesArrays = false
    return try run.run(
      in: try RunFolder.create(at: folder.file("run"), plan: plan), shards: PlainShards(), control: ToyRun.still()
    ).summary.sanity
  }
}
