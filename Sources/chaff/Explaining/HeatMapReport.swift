import Explanations
import Foundation
import Tensors

/// What a person or a program reads of a heat map.
struct HeatMapReport: Encodable {
  struct Frame: Encodable {
    let frame: Int
    /// "action", "idle" or "padding"; nil where the file does not say.
    let kind: String?
    let importance: Float
  }

  let file: String
  let input: String
  let axes: [String]
  let predictedClass: Int
  let predicted: String
  /// Of a classifier.
  let logits: [Float]?
  /// Of a segmentation network, by class.
  let pixelCounts: [Int]?
  let explainedClass: Int
  let explained: String
  let score: String
  let layer: String
  let heatShape: [Int]
  let heatAxes: [String]
  /// The largest value before scaling to 1.
  let peak: Float
  let frames: [Frame]?
  /// The share of all importance that lies in action frames, and the share of frames that are.
  let actionShare: Double?
  let actionFrameShare: Double?
  let output: String?
  var notes: [String]

  init(_ map: HeatMap, of input: ExplainedInput, path: String, choice: ScoreChoice, layer: String, output: String?) {
    file = path
    self.input = input.what
    axes = input.axes.map(\.rawValue)
    predictedClass = choice.predicted
    predicted = choice.names[choice.predicted]
    logits = choice.logits.rank == 1 ? choice.logits.scalars : nil
    pixelCounts = choice.pixelCounts
    explainedClass = choice.explained
    explained = choice.names[choice.explained]
    score =
      choice.pixelCounts == nil ? "logit of the class" : "sum of the class's logits over the pixels predicted as it"
    self.layer = layer
    heatShape = map.values.shape
    heatAxes = map.axes.map(\.rawValue)
    peak = map.peak
    self.output = output
    let kinds = input.frameKinds
    frames = map.frameImportance?.enumerated().map { index, importance in
      Frame(frame: index, kind: kinds?[index].rawValue, importance: importance)
    }
    let action = kinds.map { $0.map { $0 == .action } }
    actionFrameShare = action.map { flags in Double(flags.count { $0 }) / Double(max(flags.count, 1)) }
    actionShare = map.frameImportance.flatMap { importance in
      action.flatMap { FrameCurves.share(of: importance, in: $0) }
    }
    notes = input.notes
    if map.isZero { notes.append("nothing in this layer speaks for the class: the map is zero everywhere") }
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

// MARK: - For people

extension HeatMapReport {
  func text(_ choice: ScoreChoice) -> String {
    var facts = [Fact("input", "\(input), as \(axes.joined(separator: ", "))")]
    facts.add("predicted", predictedText(choice))
    facts.add("explained", "\(choice.name(explainedClass)): \(score)")
    facts.add("layer", layer)
    facts.add("heat map", "\(zip(heatAxes, heatShape).map { "\($0) \($1)" }.joined(separator: ", ")), 0...1")
    facts.add("importance", shareText)
    facts.add("frames", lines: frameLines)
    facts.add("notes", lines: notes)
    facts.add("written", output)
    return "\(file): Grad-CAM\n\(facts.text)"
  }

  private func predictedText(_ choice: ScoreChoice) -> String {
    let total = Double(max(pixelCounts?.reduce(0, +) ?? 1, 1))
    if let pixelCounts {
      return Wording.list(pixelCounts.enumerated().map { "\(choice.name($0)) \(Wording.percent(Double($1) / total))" })
    }
    let logits = choice.logits.scalars.enumerated().map { "\(choice.names[$0]) \(Wording.number(Double($1)))" }
    return "\(choice.name(predictedClass)); logits \(logits.joined(separator: ", "))"
  }

  private var shareText: String? {
    guard let frames else { return nil }
    guard let actionFrameShare else { return "by frame; the file does not say which frames show the gesture" }
    let count = frames.count { $0.kind == "action" }
    guard let actionShare else { return "no frame matters" }
    return "action frames hold \(Wording.percent(actionShare)) of it, and are \(count) of \(frames.count) frames "
      + "(\(Wording.percent(actionFrameShare)))"
  }

  /// A bar for each frame, as long as the frame is important.
  private var frameLines: [String] {
    guard let frames else { return [] }
    let largest = frames.map(\.importance).max() ?? 0
    return frames.map { frame in
      let length = largest > 0 ? Int((frame.importance / largest * 40).rounded()) : 0
      let kind = (frame.kind ?? "").padding(toLength: 8, withPad: " ", startingAt: 0)
      let number = String(format: "%4d  %@%.4f  ", frame.frame, kind, frame.importance)
      return number + String(repeating: "#", count: length)
    }
  }
}
