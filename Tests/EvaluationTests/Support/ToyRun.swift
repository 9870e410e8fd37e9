import Attacks
import Evaluation
import Foundation
import Tensors

/// A small classification run over twelve sequences of four frames, of which some are already wrong and one is broken.
struct ToyRun {
  var sampleCount = 12
  var batchSize = 4
  var broken: Set<Int> = [5]
  var budget = Budget(norm: .linf, size: 0.25, bounds: 0...1)
  /// Two attacks, the second confined to the padding frames.
  var isConfined = true
  var explains = true

  static let shape = [4, 3, 3]
  static let labels = 3

  let victim: LinearVictim = {
    var random = RandomStream(seed: 3)
    let weight = (0..<ToyRun.labels * 36).map { _ in random.nextGaussian() }
    return LinearVictim(inputShape: ToyRun.shape, outputShape: [ToyRun.labels], weight: weight)
  }()

  var ids: [String] { (0..<sampleCount).map { "recording/\($0)" } }

  func sample(_ index: Int) -> ClassificationSample {
    var random = RandomStream(seed: 11, sample: ids[index], attack: "data")
    let input = Tensor(shape: Self.shape, scalars: (0..<36).map { _ in Float.random(in: 0...1, using: &random) })
    let logits = (try? victim.logits(of: Tensor(batching: [input])).scalars) ?? []
    let predicted = Prediction.classIndex(of: logits) ?? 0
    let label = index % 6 == 1 ? (predicted + 1) % Self.labels : predicted
    return ClassificationSample(input: input, label: label, frameKinds: [.action, .action, .idle, .padding])
  }

  var plan: RunDescription {
    var plan = RunDescription(
      task: .radar, created: "2026-01-02T03:04:05Z", commandLine: ["chaff", "attack", "radar"],
      processor: Processor(model: "test", features: ["avx2"], threads: 1), seed: 7,
      model: ModelFacts(file: "toy.onnx", sha256: "00", bounds: ValueRange(0...1)),
      data: DataFacts(folder: "toy", found: sampleCount, selected: sampleCount, selection: "all", sha256: "11"))
    plan.model.classNames = ["left", "right", "none"]
    plan.samples = ids
    plan.attacks = attacks.map(\.name)
    plan.batchSize = batchSize
    return plan
  }

  var attacks: [PlannedClassification] {
    let free = PlannedClassification(name: "toy", attack: ToyAttack(budget: budget), budget: budget, seed: 7)
    var confined = PlannedClassification(
      name: "toy, padding", attack: ToyAttack(budget: budget), budget: budget, seed: 7)
    confined.region = { sample in
      let frames = sample.frameKinds.map { $0 == .padding }
      return Region(shape: Self.shape, allowed: (0..<36).map { frames[$0 / 9] }, name: "padding frames")
    }
    return isConfined ? [free, confined] : [free]
  }

  var run: ClassificationRun<ToySource> {
    let explanation = ExplanationPlan(limit: 6, rankCorrelation: { a, b in a[0] - b[0] }) { input, label in
      Explanation(
        heat: input.map { $0 * Float(label + 1) },
        frameImportance: (0..<4).map { Double(input.scalars[9 * $0]) })
    }
    return ClassificationRun(
      source: ToySource(ids: ids, make: sample, broken: broken), victim: victim, attacks: attacks,
      axes: [.time, .range, .doppler], rounding: .eightBits(over: 0...1), explanation: explains ? explanation : nil)
  }

  /// A control whose clock stands still, so that equal runs give equal bytes.
  static func still(_ shouldStop: @escaping () -> Bool = { false }) -> RunControl {
    RunControl(shouldStop: shouldStop, clock: { 0 })
  }

  /// Runs from scratch into a folder that must not exist.
  @discardableResult
  func completed(in path: String) throws -> RunEnd {
    try run.run(in: try RunFolder.create(at: path, plan: plan), shards: PlainShards(), control: Self.still())
  }

  /// Goes on with what is in the folder.
  @discardableResult
  func resumed(in path: String) throws -> RunEnd {
    try run.run(in: try RunFolder.reopen(path), shards: PlainShards(), control: Self.still())
  }
}

/// Every file below a folder with its bytes.
func contents(of folder: String) throws -> [String: Data] {
  var found: [String: Data] = [:]
  for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
    let path = folder + "/" + name
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
    found[name] = try Data(contentsOf: URL(fileURLWithPath: path))
  }
  return found
}
