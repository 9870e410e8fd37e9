import Evaluation
import Foundation
import Reports
import Tensors

/// A made-up run of two attacks on a vessel segmentation network.
struct SegmentationDemo {
  var sampleCount = 5
  var side = 256
  /// Of the masks; a network without padding answers for the centre only.
  var maskSide: Int?
  var attacks = ["ASMA, usable", "ASMA, literal"]
  var names = ["background", "vessel"]

  private var maskExtent: Int { maskSide ?? side }

  var run: RunDescription {
    var run = RunDescription(
      task: .segmentation, created: "2026-11-21T21:14:03Z",
      commandLine: [
        "chaff", "attack", "segmentation", "--model", "M2UNetCHASEDB1.opset11.onnx", "--target", "Image_02L",
      ],
      processor: Processor(model: "Xeon Platinum, 2 cores", features: ["avx2", "avx512f"], threads: 2), seed: 1,
      model: ModelFacts(
        file: "M2UNetCHASEDB1.opset11.onnx", sha256: String(repeating: "77aa", count: 16),
        bounds: ValueRange(lower: 0, upper: 1)),
      data: DataFacts(
        folder: "chase_db1", found: 28, selected: sampleCount, selection: "Image_11L to Image_14R",
        sha256: String(repeating: "beef", count: 16)))
    run.model.classNames = names
    run.model.axes = ["channel", "height", "width"]
    run.settings = [
      Setting("attack", "ASMA"), Setting("iterations", "150", unit: "iterations"), Setting("beta", "10 tau"),
    ]
    run.samples = (0..<sampleCount).map { "Image_0\($0 + 1)L" }
    run.attacks = attacks
    run.caveats = ["The target of every image is the vessel mask of Image_02L."]
    return run
  }

  var records: [ReportRecord] {
    (0..<sampleCount).flatMap { index in attacks.indices.map { .segmentation(record(index, attack: $0)) } }
  }

  var summary: RunSummary {
    var summarizer = SegmentationSummarizer(plan: run)
    for case .segmentation(let record) in records { summarizer.add(record) }
    return summarizer.summary()
  }

  func builder(arrays: MemoryArrays? = nil) -> ReportBuilder {
    ReportBuilder(run: run, summary: summary, records: records, arrays: arrays ?? self.arrays)
  }

  func record(_ index: Int, attack: Int) -> SegmentationRecord {
    let strong = attack == 0
    let reference = AttackReference(
      name: attacks[attack], bounds: ValueRange(lower: 0, upper: 1), goal: "target mask of Image_02L", seed: 1,
      region: RegionReference(name: "all", allowedCount: 3 * side * side, elementCount: 3 * side * side))
    let final = strong ? 0.93 - 0.02 * Double(index) : 0.38 + 0.01 * Double(index)
    let success = final > 0.88
    var record = SegmentationRecord(
      sample: SampleReference(id: "Image_0\(index + 1)L", index: index), attack: reference,
      status: success ? .succeeded : .failed, target: "mask of Image_02L",
      criterion: "mean IoU with the target of at least 0.88")
    record.maskCoding = "0/255, 2 classes"
    record.succeeded = success
    record.succeededAfterRounding = success && index < 2
    record.toTarget = MaskComparison(before: scores(0.14), after: scores(final), afterRounding: scores(final - 0.03))
    record.toTruth = MaskComparison(before: scores(0.67), after: scores(0.16), afterRounding: scores(0.17))
    record.audit = Audit(changedOutsideRegion: 0, outsideBounds: 0, budgetUse: .nan, withinBudget: true)
    record.size = PerturbationSize(
      l0: 3 * side * side, l1: 1250, l2: strong ? 3.1 + 0.2 * Double(index) : 6.2, linf: strong ? 0.061 : 0.084,
      psnr: 41.2, ssim: 0.981)
    record.cost = AttackCost(forwards: strong ? 150 : 300, backwards: 150, iterations: 150)
    let steps = Array(0...150)
    record.trace = IterationTrace(
      iteration: steps,
      iou: steps.map { 0.14 + (final - 0.14) * (1 - exp(-Double($0) / (strong ? 28 : 45))) },
      accuracy: steps.map { 0.88 + 0.11 * (1 - exp(-Double($0) / 30)) },
      l2: steps.map { (strong ? 3.1 : 6.2) * (1 - exp(-Double($0) / 40)) },
      linf: steps.map { (strong ? 0.061 : 0.084) * (1 - exp(-Double($0) / 55)) },
      multiplier: steps.map { 0.05 + 0.5 * final * (1 - exp(-Double($0) / 28)) })
    record.arrays = references(index, attack: attack)
    record.timing = RecordTiming(seconds: 38)
    return record
  }

  private func references(_ index: Int, attack: Int) -> ArrayReferences {
    var arrays = ArrayReferences(shard: "arrays/shard-0000\(index).h5")
    arrays.clean = "\(index)/clean"
    arrays.adversarial = "\(index)/adversarial\(attack)"
    arrays.truth = "\(index)/truth"
    arrays.target = "\(index)/target"
    arrays.predictionBefore = "\(index)/predictionBefore"
    arrays.predictionAfter = "\(index)/predictionAfter\(attack)"
    arrays.heatBefore = "\(index)/heatBefore"
    arrays.heatAfter = "\(index)/heatAfter\(attack)"
    return arrays
  }

  private func scores(_ value: Double) -> MaskScores {
    let dice = 2 * value / (1 + value)
    return MaskScores(
      iou: [0.9 + 0.08 * value, value], dice: [0.95, dice], meanIoU: value, meanDice: dice,
      pixelAccuracy: 0.9 + 0.09 * value, emptyClasses: [])
  }

  // MARK: Arrays

  var arrays: MemoryArrays {
    let demo = self
    return MemoryArrays { name in
      let parts = name.split(separator: "/")
      guard parts.count == 2, let index = Int(parts[0]) else { return nil }
      return demo.tensor(String(parts[1]), index)
    }
  }

  private func tensor(_ name: String, _ index: Int) -> Tensor? {
    switch name {
    case "clean": image(index)
    case "adversarial0": changed(index, amount: 0.06)
    case "adversarial1": changed(index, amount: 0.084)
    case "truth": vessels(seed: index)
    case "target": vessels(seed: 77)
    case "predictionBefore": vessels(seed: index, flip: 0.01)
    case "predictionAfter0": vessels(seed: 77, flip: 0.004)
    case "predictionAfter1": vessels(seed: 77, flip: 0.05)
    case "heatBefore": heat(0.4)
    case "heatAfter0", "heatAfter1": heat(0.65)
    default: nil
    }
  }

  /// Whether a point of the unit square lies on one of a few curved lines.
  private func isVessel(_ x: Double, _ y: Double, seed: Int) -> Bool {
    (0..<7).contains { line in
      let phase = Double((seed + 3) * (line + 5) % 17) / 17
      let centre = 0.5 + (Double(line) - 3) * 0.16 * x + 0.05 * sin(9 * x + 7 * phase)
      return x > 0.16 && abs(y - centre) < 0.012 * (1.25 - x) && hypot(x - 0.5, y - 0.5) < 0.46
    }
  }

  private func vessels(seed: Int, flip: Double = 0) -> Tensor {
    var random = RandomStream(seed: UInt64(seed), sample: "mask", attack: "\(flip)")
    let extent = maskExtent, offset = (side - extent) / 2
    let scalars = (0..<extent * extent).map { index -> Float in
      let x = Double(index % extent + offset) / Double(side), y = Double(index / extent + offset) / Double(side)
      let inside = hypot(x - 0.5, y - 0.5) < 0.47
      let flips = flip > 0 && inside && Double.random(in: 0..<1, using: &random) < flip
      return isVessel(x, y, seed: seed) != flips ? 1 : 0
    }
    return Tensor(shape: [extent, extent], scalars: scalars)
  }

  private func image(_ index: Int) -> Tensor {
    var planes: [Float] = []
    for channel in 0..<3 {
      for position in 0..<side * side {
        let x = Double(position % side) / Double(side), y = Double(position / side) / Double(side)
        let radius = hypot(x - 0.5, y - 0.5)
        let base =
          [0.78, 0.42, 0.24][channel] * (1 - 0.7 * radius) + 0.35 * exp(-pow(hypot(x - 0.2, y - 0.5) / 0.08, 2))
        let dark = isVessel(x, y, seed: index) ? 0.72 : 1
        planes.append(radius < 0.47 ? Float(min(1, base * dark)) : 0)
      }
    }
    return Tensor(shape: [3, side, side], scalars: planes)
  }

  private func changed(_ index: Int, amount: Double) -> Tensor {
    let clean = image(index)
    let plane = side * side
    let scalars = clean.scalars.enumerated().map { position, value -> Float in
      let x = Double(position % plane % side) / Double(side), y = Double(position % plane / side) / Double(side)
      let wave = isVessel(x, y, seed: 77) ? -1.0 : isVessel(x, y, seed: index) ? 0.9 : 0.25 * sin(60 * x) * sin(50 * y)
      return min(1, max(0, value + Float(amount * wave * [0.6, 1, 0.4][position / plane])))
    }
    return Tensor(shape: clean.shape, scalars: scalars)
  }

  private func heat(_ centre: Double) -> Tensor {
    Tensor(
      shape: [32, 32],
      scalars: (0..<1024).map { index in
        let x = Double(index % 32) / 32, y = Double(index / 32) / 32
        return Float(exp(-pow(hypot(x - centre, y - 0.5) / 0.22, 2)))
      })
  }
}
