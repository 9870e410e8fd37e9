internal import Attacks
internal import Tensors

/// The first few successes of a cell, kept to be shown.
struct ExampleShelf {
  private(set) var examples: [StudyExample] = []
  private(set) var arrays: [NamedArray] = []
  private let experiment: StudyExperiment
  private let victim: String
  private let attack: String
  private let region: String
  private let file: String
  private let limit: Int

  init(
    experiment: StudyExperiment, victim: String, attack: String, region: String, id: String, limit: Int
  ) {
    self.experiment = experiment
    self.victim = victim
    self.attack = attack
    self.region = region
    self.limit = limit
    let name = id.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? String($0) : "-" }.joined()
    file = "arrays/\(name).h5"
  }

  mutating func add(
    _ one: StudyAttacked, before: Explanation, after: Explanation, perturbation: [Double], id: String
  ) {
    guard one.succeeded, let prediction = one.prediction, examples.count < limit else { return }
    let folder = "\(examples.count)"
    var example = StudyExample(
      experiment: experiment, victim: victim, attack: attack, region: region,
      sample: SampleReference(id: id, index: one.attempt.index, label: one.attempt.recording.label),
      before: one.attempt.recording.label, after: prediction, l2: one.norms.l2, linf: one.norms.linf,
      frameKinds: one.attempt.recording.frameKinds, file: file, clean: folder + "/clean",
      adversarial: folder + "/adversarial")
    example.importanceBefore = before.frameImportance
    example.importanceAfter = after.frameImportance
    example.perturbation = perturbation
    example.heatBefore = folder + "/heatBefore"
    example.heatAfter = folder + "/heatAfter"
    examples.append(example)
    arrays += [
      NamedArray(name: folder + "/clean", tensor: one.attempt.problem.clean),
      NamedArray(name: folder + "/adversarial", tensor: one.outcome.adversarial),
      NamedArray(name: folder + "/heatBefore", tensor: before.heat),
      NamedArray(name: folder + "/heatAfter", tensor: after.heat),
    ]
  }
}
