import Evaluation
import Foundation
import Reports
import Tensors

/// A made-up run on a radar classifier, shaped like a real one: 70 frames of 2 × 32 × 32, idle frames before and after
/// the gesture, padding at the end, an attack that may touch idle frames only.
struct RadarDemo {
  var sampleCount = 120
  var frames = 70
  /// Range and Doppler cells of a frame.
  var cells = 32
  var names = ["background", "Stone", "Swing_Left", "Swing_Right"]
  var attack = "PGD-20"
  /// Which samples succeed; by default about seven of ten.
  var succeeds: @Sendable (Int) -> Bool = { $0 * 7919 % 10 < 7 }
  var isWrongBefore: @Sendable (Int) -> Bool = { $0 % 8 == 3 }
  var hasArrays = true
  /// 0 leaves every input as it is.
  var size = 8.0 / 255

  var run: RunDescription {
    var run = RunDescription(
      task: .radar, created: "2026-11-21T20:05:52Z",
      commandLine: ["chaff", "attack", "radar", "--model", "kkt3d.onnx", "--data", "kkt gestures", "--region", "idle"],
      processor: Processor(model: "Xeon Platinum, 2 cores", features: ["avx2", "avx512f", "amx_bf16"], threads: 2),
      seed: 7,
      model: ModelFacts(
        file: "kkt3d.onnx", sha256: String(repeating: "3f9a", count: 16), bounds: ValueRange(lower: 0, upper: 1)),
      data: DataFacts(
        folder: "kkt-gesture", found: 720, selected: sampleCount, selection: "recordings 140–179 of each class",
        sha256: String(repeating: "c0de", count: 16)))
    run.model.classNames = names
    run.model.axes = ["channel", "time", "range", "doppler"]
    run.model.inputs = [PortFacts(name: "frames", shape: [nil, 2, frames, cells, cells])]
    run.model.outputs = [PortFacts(name: "logits", shape: [nil, names.count])]
    run.model.opset = 17
    run.model.parameterCount = 28_540
    run.model.operators = [OperatorCount(name: "Conv", count: 4), OperatorCount(name: "MaxPool", count: 3)]
    run.model.transform = "log1p(x) / log1p(724)"
    run.data.format = "KKT"
    run.data.perClass = names.map { _ in sampleCount / max(1, names.count) }
    run.data.files = (0..<sampleCount).map {
      FileFacts(path: id($0), bytes: 1_081_344, sha256: String(repeating: "ab12", count: 16))
    }
    run.settings = [
      Setting("attack", "PGD"), Setting("iterations", "20", unit: "iterations"), Setting("restarts", "1"),
      Setting("norm", "linf"), Setting("size", "\(size)", unit: "input units"),
      Setting("step", "0.00784", unit: "input units"),
      Setting("region", "idle frames"), Setting("pad mode", "zeros at the end"),
      Setting("length", "70", unit: "frames"),
      Setting("goal", "untargeted"), Setting("precision", "f32"),
      Setting("Grad-CAM layer", "conv4 (the last convolution)"),
    ]
    run.versions = [Version("chaff", "0.1.0"), Version("oneDNN", "2.6.3"), Version("operating system", "Debian 12")]
    run.samples = (0..<sampleCount).map(id)
    run.attacks = [attack]
    run.batchSize = 8
    run.caveats = [
      "Class and recording session are confounded in this data set: a classifier can tell the classes apart from frames in "
        + "which nothing happens yet. Accuracy on it says little about new sessions.",
      "One person, right hand, one room.",
    ]
    return run
  }

  func id(_ index: Int) -> String {
    "\(names[index % names.count])/\(names[index % names.count])_\(String(1000 + index).dropFirst()).h5"
  }

  var records: [ReportRecord] { (0..<sampleCount).map { .classification(record($0)) } }

  var summary: RunSummary {
    var summarizer = ClassificationSummarizer(plan: run)
    for index in 0..<sampleCount { summarizer.add(record(index)) }
    return summarizer.summary()
  }

  func builder(arrays: MemoryArrays? = nil) -> ReportBuilder {
    ReportBuilder(run: run, summary: summary, records: records, arrays: arrays ?? self.arrays)
  }

  // MARK: Records

  func kinds(_ index: Int) -> [FrameKind] {
    let start = 12 + index * 5 % 14, length = 20 + index * 3 % 17
    return (0..<frames).map { $0 >= 62 ? .padding : (start..<start + length).contains($0) ? .action : .idle }
  }

  func record(_ index: Int) -> ClassificationRecord {
    let label = index % names.count
    let kinds = kinds(index)
    let allowed = kinds.count { $0 != .action } * 2 * cells * cells
    let reference = AttackReference(
      name: attack, norm: "linf", size: size, bounds: ValueRange(lower: 0, upper: 1),
      goal: "untargeted (away from the true class)", seed: 7,
      region: RegionReference(
        name: "idle and padding frames", allowedCount: allowed, elementCount: frames * 2 * cells * cells))
    let wrong = isWrongBefore(index), success = succeeds(index) && !wrong
    var record = ClassificationRecord(
      sample: SampleReference(id: id(index), index: index, label: label), attack: reference,
      status: wrong ? .alreadyMisclassified : success ? .succeeded : .failed)
    record.timing = RecordTiming(seconds: 0.41)
    record.clean = ClassPrediction(
      class: wrong ? (label + 1) % names.count : label, logits: logits(wrong ? (label + 1) % names.count : label, 4.2))
    guard !wrong else { return record }
    fill(&record, index: index, label: label, kinds: kinds, allowed: allowed, success: success)
    return record
  }

  private func fill(
    _ record: inout ClassificationRecord, index: Int, label: Int, kinds: [FrameKind], allowed: Int, success: Bool
  ) {
    let scale = 0.55 + 0.45 * Double(index * 37 % 100) / 100
    record.adversarial = ClassPrediction(
      class: success ? (label + 2) % names.count : label,
      logits: logits(success ? (label + 2) % names.count : label, 0.3 + Double(index % 7) / 5))
    record.succeeded = success
    record.succeededAfterRounding = success && index % 11 != 0
    record.audit = Audit(changedOutsideRegion: 0, outsideBounds: 0, budgetUse: size > 0 ? 1 : 0, withinBudget: true)
    record.size = PerturbationSize(
      l0: size > 0 ? Int(Double(allowed) * 0.93) : 0, l1: Double(allowed) * size * 0.6 * scale,
      l2: Double(allowed).squareRoot() * size * 0.8 * scale, linf: size, psnr: size > 0 ? 33.8 - 4 * scale : .nan,
      ssim: 1 - size * 2 * scale)
    record.cost = AttackCost(forwards: 21 + index % 3, backwards: 20, iterations: 20)
    record.health = AttackHealth(gradientVanished: false, numericalTrouble: false, claimedSuccess: success)
    let weights = weights(kinds)
    let heat = (0..<frames).map { exp(-pow(Double($0) - center(kinds), 2) / 120) + 0.05 }
    record.frames = FrameAnalysis(
      kinds: kinds, perturbation: weights.map { $0 * size * 30 * scale }, importanceBefore: heat,
      importanceAfter: heat.enumerated().map { 0.55 * $1 + 0.3 * exp(-pow(Double($0) - 8, 2) / 60) },
      rankCorrelation: size > 0 ? 0.31 + 0.2 * scale : .nan)
    guard hasArrays else { return }
    record.arrays = ArrayReferences(shard: "arrays/shard-00000.h5")
    record.arrays?.clean = "\(index)/clean"
    record.arrays?.adversarial = "\(index)/adversarial"
    record.arrays?.heatBefore = "\(index)/heatBefore"
    record.arrays?.heatAfter = "\(index)/heatAfter"
  }

  private func logits(_ winner: Int, _ margin: Double) -> [Double] {
    names.indices.map { $0 == winner ? 1.5 + margin : 1.1 - 0.4 * Double($0) }
  }

  private func center(_ kinds: [FrameKind]) -> Double {
    let action = kinds.indices.filter { kinds[$0] == .action }
    return Double(action.reduce(0, +)) / Double(max(1, action.count))
  }

  /// How strongly each frame is changed: not at all during the gesture, most at its edges.
  private func weights(_ kinds: [FrameKind]) -> [Double] {
    let middle = center(kinds)
    return kinds.enumerated().map { $1 == .action ? 0 : 0.35 + exp(-pow((abs(Double($0) - middle) - 16) / 7, 2)) }
  }

  // MARK: Arrays

  var arrays: MemoryArrays {
    let demo = self
    return MemoryArrays { name in
      let parts = name.split(separator: "/")
      guard parts.count == 2, let index = Int(parts[0]) else { return nil }
      switch parts[1] {
      case "clean": return demo.clean(index)
      case "adversarial": return demo.adversarial(index)
      case "heatBefore": return demo.heat(index, shift: 0)
      case "heatAfter": return demo.heat(index, shift: -9)
      default: return nil
      }
    }
  }

  private func hand(_ frame: Int, _ kinds: [FrameKind]) -> (range: Double, doppler: Double) {
    let phase = (Double(frame) - center(kinds)) / 14
    return ((14 + 8 * phase * phase) * Double(cells) / 32, (16 + 9 * phase) * Double(cells) / 32)
  }

  private func clean(_ index: Int) -> Tensor {
    var random = RandomStream(seed: 1, sample: "\(index)", attack: "clean")
    let kinds = kinds(index)
    var scalars: [Float] = []
    for channel in 0..<2 {
      for frame in 0..<frames {
        let (range, doppler) = hand(frame, kinds)
        for row in 0..<cells {
          for column in 0..<cells {
            let noise = Double.random(in: 0..<1, using: &random)
            let near = exp(-pow(Double(row) - range, 2) / 9 - pow(Double(column) - doppler, 2) / 5)
            let clutter =
              exp(-pow(Double(column - cells / 2), 2) / 1.5)
              * (0.35 + 0.25 * exp(-pow(Double(row - cells + 2), 2) / 12))
            let hand = kinds[frame] == .action ? 0.8 * near : 0
            let value = channel == 0 ? hand + clutter + 0.12 * noise : 0.5 * noise * (hand + clutter) + 0.3 * hand
            scalars.append(kinds[frame] == .padding ? 0 : Float(min(1, value)))
          }
        }
      }
    }
    return Tensor(shape: [2, frames, cells, cells], scalars: scalars)
  }

  private func adversarial(_ index: Int) -> Tensor {
    var random = RandomStream(seed: 2, sample: "\(index)", attack: "noise")
    let clean = clean(index), kinds = kinds(index), weights = weights(kinds)
    var scalars = clean.scalars
    for position in scalars.indices where kinds[position / (cells * cells) % frames] != .action {
      let sign: Float = Bool.random(using: &random) ? 1 : -1
      let amount = Float(min(1, weights[position / (cells * cells) % frames]) * size)
      scalars[position] = min(1, max(0, scalars[position] + sign * amount))
    }
    return Tensor(shape: clean.shape, scalars: scalars)
  }

  private func heat(_ index: Int, shift: Double) -> Tensor {
    let kinds = kinds(index), middle = center(kinds) + shift
    var scalars: [Float] = []
    for frame in 0..<frames {
      let (range, doppler) = hand(frame, kinds)
      let time = exp(-pow(Double(frame) - middle, 2) / 120)
      for row in 0..<cells {
        for column in 0..<cells {
          scalars.append(
            Float(time * exp(-pow(Double(row) - range, 2) / 60 - pow(Double(column) - doppler, 2) / 40) + 0.05 * time))
        }
      }
    }
    return Tensor(shape: [frames, cells, cells], scalars: scalars)
  }
}
