import Evaluation
import Foundation
import Reports
import Tensors

/// A made-up study of four classifiers, shaped like a real one: every experiment, 140 recordings of 40 frames.
struct StudyDemo {
  var architectures = ["radar-conv3d", "radar-resnet", "radar-cnn-lstm", "radar-tcn"]
  var recordings = 140
  var frames = 40
  var cells = 32
  var exampleCount = 4
  var names = ["background", "drumming", "shaking", "swipe-left", "swipe-right", "thumb-down", "thumb-up"]

  private let budgets = [4.0 / 255, 8.0 / 255]

  var result: StudyResult {
    var result = StudyResult(state: .complete, finishedCells: 96, totalCells: 96, description: description)
    result.victims = victims
    result.threats = threats
    result.transfers = transfers
    result.padding = padding
    result.context = context
    result.importance = importance
    result.defences = defences
    result.plausible = plausible
    result.examples = (0..<exampleCount).map(example)
    result.caveats = ["Simulated recordings: the numbers say how the protocol works, not how safe a product is."]
    result.timings = [StudyTiming(experiment: .padding, cells: 64, seconds: 340)]
    return result
  }

  func report(_ result: StudyResult? = nil, arrays: MemoryArrays? = nil) -> StudyReport {
    StudyReport(result: result ?? self.result, arrays: arrays ?? self.arrays)
  }

  private var description: StudyDescription {
    var description = StudyDescription(
      title: "Radar gesture classifiers under attack", created: "2026-11-21T20:05:52Z",
      commandLine: ["chaff", "study", "radar", "study.yaml", "--output", "runs/my study"],
      processor: Processor(model: "Xeon Platinum, 2 cores", features: ["avx2", "avx512f"], threads: 2), seed: 7,
      data: DataFacts(
        folder: "radar-default", found: 560, selected: recordings, selection: "subjects 7 and 8",
        sha256: String(repeating: "c0de", count: 16)), bounds: ValueRange(lower: 0, upper: 1))
    description.samples = (0..<recordings).map { "\(names[$0 % names.count])/s07_1_\($0).h5" }
    description.split = "subjects 7 and 8 held out"
    description.classNames = names
    description.axes = ["channel", "time", "range", "doppler"]
    description.inputShape = [2, frames, cells, cells]
    description.models = architectures.map { StudyModel(name: $0, sha256: String(repeating: "3f9a", count: 16)) }
    description.attacks = [
      StudyAttackFacts(
        name: "BIM Linf", method: "bim", norm: "linf", size: 8.0 / 255, settings: [Setting("steps", "20")]),
      StudyAttackFacts(name: "C&W L2", method: "cw", norm: "l2", size: nil),
    ]
    description.settings = [Setting("batch", "16", unit: "samples")]
    description.versions = [Version("chaff", "0.2.0")]
    return description
  }

  // MARK: Tables

  func measure(_ rate: Double, of total: Int, l2: Double = 1.9) -> StudyMeasure {
    let count = Int((rate * Double(total)).rounded())
    let sizes = (0..<count).map { (index: Int) -> Double in
      let step = Double(index * 37 % 100) / 100
      return l2 * (0.7 + 0.6 * step)
    }
    return StudyMeasure(
      success: Proportion(count, of: total), l2: Quartiles(of: sizes), linf: Quartiles(of: sizes.map { $0 / 60 }),
      changedShare: Quartiles(of: sizes.map { min(1, $0 / 4) }), auditFailures: 0, vanishedGradients: 0)
  }

  private var victims: [StudyVictim] {
    architectures.enumerated().map { index, name in
      let wrong = 6 + index * 3
      let confusion = names.indices.map { row in
        names.indices.map { column in
          let mine = row < wrong % 7 ? wrong / 7 + 1 : wrong / 7
          return row == column ? recordings / names.count - mine : column == (row + 1) % names.count ? mine : 0
        }
      }
      return StudyVictim(
        name: name, architecture: name, trainingData: "radar-default, subjects 1-6",
        parameterCount: 46_000 + index * 21_313,
        cleanAccuracy: Proportion(recordings - wrong, of: recordings),
        perClass: names.indices.map {
          StudyClassRow(
            class: $0, name: names[$0], accuracy: Proportion(confusion[$0][$0], of: confusion[$0].reduce(0, +)))
        }, confusion: confusion)
    }
  }

  private var threats: [ThreatRow] {
    let rates: [(ThreatModel, Double, Int)] = [
      (.whiteBox, 0.97, 4), (.sameArchitecture, 0.52, 4), (.sameData, 0.34, 12), (.neither, 0.19, 12),
    ]
    return rates.flatMap { threat, rate, pairs in
      [("BIM Linf", 1.0), ("C&W L2", 0.8)].flatMap { attack, share in
        StudyGoal.allCases.map { goal in
          let rate = rate * share * (goal == .targeted ? 0.4 : 1)
          let measure = measure(rate, of: pairs * 128, l2: attack == "BIM Linf" ? 3.1 : 0.8)
          return ThreatRow(
            threat: threat, attack: attack, goal: goal, pairs: pairs, measure: measure,
            misled: Proportion(min(pairs * 128, measure.success.count + 20), of: pairs * 128))
        }
      }
    }
  }

  private var transfers: [TransferRow] {
    architectures.enumerated().flatMap { row, surrogate in
      architectures.enumerated().map { column, target in
        let measure = measure(row == column ? 0.97 : 0.2 + 0.05 * Double((row * 3 + column) % 5), of: 128)
        return TransferRow(
          surrogate: surrogate, target: target, threat: row == column ? .whiteBox : .sameData, attack: "BIM Linf",
          goal: .untargeted, measure: measure, misled: measure.success)
      }
    }
  }

  private var padding: [PaddingPoint] {
    budgets.flatMap { size in
      PaddingMode.allCases.enumerated().flatMap { place, mode in
        architectures.enumerated().flatMap { index, victim in
          [0.0, 0.125, 0.25, 0.5, 0.75].map { share in
            let strengths = [0.9, 0.7, 1.1, 0.5]
            let byMode = 1 - 0.15 * Double(place), bySize = size > 0.02 ? 1 : 0.55
            let reach = strengths[index % 4] * byMode * bySize
            let clean = Proportion(Int(Double(recordings) * (0.94 - 0.25 * share)), of: recordings)
            let attacked = share == 0 ? 0 : clean.count
            let measure = measure(min(0.98, 1.3 * share * reach), of: attacked)
            return PaddingPoint(
              victim: victim, mode: mode, wantedShare: share, meanShare: share, norm: "linf", size: size,
              cleanAccuracy: clean,
              measure: measure, robustAccuracy: Proportion(clean.count - measure.success.count, of: recordings))
          }
        }
      }
    }
  }

  private var context: [ContextRow] {
    architectures.prefix(2).flatMap { victim in
      zip(ContextRegion.allCases, [0.31, 0.44, 0.66, 0.71, 0.97]).map { region, rate in
        ContextRow(
          victim: victim, region: region, norm: "linf", size: 8.0 / 255, cleanAccuracy: Proportion(130, of: recordings),
          frameShare: region == .allFrames ? 1 : 0.45, measure: measure(rate, of: 130))
      }
    }
  }

  private var importance: [ImportanceRow] {
    ["all", "padding"].flatMap { region in
      architectures.prefix(2).enumerated().map { index, victim in
        var row = ImportanceRow(victim: victim, region: region, attack: "BIM Linf", recordings: 128, topShare: 0.2)
        row.rankCorrelation = Quartiles(
          of: (0..<128).map { (n: Int) -> Double in 0.36 - 0.2 * Double(index) + 0.3 * sin(Double(n)) })
        row.positive = Proportion(101 - 20 * index, of: 128)
        row.energyInTopFrames = Quartiles(of: (0..<128).map { 0.31 + 0.1 * sin(Double($0)) })
        row.energyInRandomFrames = Quartiles(of: (0..<128).map { 0.2 + 0.02 * sin(Double($0)) })
        row.paddingImportanceBefore = 0.12
        row.paddingImportanceAfter = 0.33
        let kinds = (0..<frames).map { Double($0) / Double(frames) }
        let heat = kinds.map { exp(-pow($0 - 0.4, 2) / 0.05) }
        let change = kinds.map { region == "padding" && $0 < 0.6 ? 0 : 0.3 + exp(-pow($0 - 0.5, 2) / 0.1) }
        row.meanImportance = heat.map { $0 / heat.reduce(0, +) }
        row.meanPerturbation = change.map { $0 / change.reduce(0, +) }
        row.actionShare = kinds.map { $0 < 0.6 ? exp(-pow($0 - 0.35, 2) / 0.06) : 0 }
        row.paddingShare = kinds.map { $0 < 0.5 ? 0 : min(1, ($0 - 0.5) * 2.4) }
        return row
      }
    }
  }

  private var defences: [DefenceRow] {
    let rows: [(String, String, Double, Double, Double)] = [
      ("none", "", 0.94, 0.72, 0.72),
      ("re-zeroed padding", "Padding is set to zero before the network sees it.", 0.94, 0, 0),
      ("adversarial training", "Trained on padding examples (PGD-5).", 0.91, 0.08, 0.21),
    ]
    return rows.map { defence, words, clean, oblivious, adaptive in
      DefenceRow(
        victim: architectures[0], defence: defence, words: words, norm: "linf", size: 8.0 / 255,
        cleanAccuracy: Proportion(Int(clean * Double(recordings)), of: recordings),
        paddingObliviously: measure(oblivious, of: 128), paddingAdaptively: measure(adaptive, of: 128),
        allFramesAdaptively: measure(0.96, of: 128))
    }
  }

  private var plausible: [PlausibleRow] {
    [("none", 0.97), ("zeros", 0.61), ("nonnegative", 0.83), ("quantized + scatterer", 0.22)].map { restriction, rate in
      PlausibleRow(
        victim: architectures[0], restriction: restriction, norm: "linf", size: 8.0 / 255,
        measure: measure(rate, of: 128),
        successAfterStorage: restriction == "zeros" ? nil : Proportion(Int(rate * 100), of: 128),
        newlyLit: Quartiles(of: (0..<50).map { Double(1200 + $0 * 31) }))
    }
  }

  // MARK: Examples

  func example(_ index: Int) -> StudyExample {
    let kinds = (0..<frames).map { $0 < frames / 8 ? FrameKind.idle : $0 < frames * 5 / 8 ? .action : .padding }
    var example = StudyExample(
      experiment: .padding, victim: architectures[0], attack: "BIM Linf", region: "padding",
      sample: SampleReference(
        id: "\(names[index % names.count])/s07_1_\(index).h5", index: index, label: index % names.count),
      before: index % names.count, after: (index + 2) % names.count, l2: 1.9, linf: 8.0 / 255, frameKinds: kinds,
      file: "arrays/padding.h5", clean: "\(index)/clean", adversarial: "\(index)/adversarial")
    example.heatBefore = "\(index)/heatBefore"
    example.heatAfter = "\(index)/heatAfter"
    example.perturbation = kinds.map { $0 == .padding ? 0.4 : 0 }
    example.importanceBefore = kinds.map { $0 == .action ? 0.8 : 0.1 }
    example.importanceAfter = kinds.map { $0 == .action ? 0.5 : 0.3 }
    return example
  }

  var arrays: MemoryArrays {
    let demo = self
    return MemoryArrays { name in
      let parts = name.split(separator: "/")
      guard parts.count == 2, let index = Int(parts[0]) else { return nil }
      switch parts[1] {
      case "clean": return demo.recording(index, isChanged: false)
      case "adversarial": return demo.recording(index, isChanged: true)
      case "heatBefore": return demo.heat(shift: 0)
      case "heatAfter": return demo.heat(shift: 6)
      default: return nil
      }
    }
  }

  private func recording(_ index: Int, isChanged: Bool) -> Tensor {
    var random = RandomStream(seed: 3, sample: "\(index)", attack: "noise")
    let kinds = example(index).frameKinds
    var scalars: [Float] = []
    for _ in 0..<2 {
      for frame in 0..<frames {
        let range = 8 + Double(frame) * 0.3, doppler = 16 + 8 * sin(Double(frame) / 5)
        for row in 0..<cells {
          for column in 0..<cells {
            let sign: Float = Bool.random(using: &random) ? 1 : -1
            let down = pow(Double(row) - range, 2) / 9, across = pow(Double(column) - doppler, 2) / 5
            let hand = exp(-down - across)
            let value = kinds[frame] == .padding ? 0 : Float(0.8 * hand * (kinds[frame] == .action ? 1 : 0.2))
            let isOpen = isChanged && kinds[frame] == .padding
            scalars.append(isOpen ? max(0, value + sign * Float(8.0 / 255)) : value)
          }
        }
      }
    }
    return Tensor(shape: [2, frames, cells, cells], scalars: scalars)
  }

  private func heat(shift: Double) -> Tensor {
    var scalars: [Float] = []
    for frame in 0..<frames {
      let time = exp(-pow(Double(frame) - Double(frames) * 0.4 - shift, 2) / 40)
      for row in 0..<cells {
        for column in 0..<cells {
          let down = pow(Double(row) - 14, 2) / 60, across = pow(Double(column) - 16, 2) / 40
          scalars.append(Float(time * exp(-down - across)))
        }
      }
    }
    return Tensor(shape: [frames, cells, cells], scalars: scalars)
  }
}
