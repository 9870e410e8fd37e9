internal import Foundation
internal import Graphs
public import ONNX
internal import Tensors

/// An ONNX model together with what its card says: everything needed to run it.
public struct LoadedModel: Sendable {
  public let card: VictimCard
  public let model: ONNXModel
  /// The shape of one input sample, without the batch.
  public let inputShape: [Int]
  /// What attacks and explanations leave out at the end of the network, so that they see logits.
  public let finalActivation: FinalActivation?

  /// Reads the model that a card names, and checks one against the other.
  ///
  /// - Throws: `ONNXError`, or `VictimCardError` when card and model disagree.
  public init(card: VictimCard) throws {
    try self.init(card: card, model: ONNXModel(contentsOf: card.modelPath))
  }

  /// Checks a card against its model, which has been read already.
  ///
  /// - Throws: as above.
  public init(card: VictimCard, model: ONNXModel) throws {
    self.card = card
    self.model = model
    // Also where all unsupported operators are reported.
    let graph = try model.graph(batch: 1, inputShape: card.shape)
    inputShape = Array(graph.shape(of: graph.inputs[0]).dropFirst())
    try Self.check(graph, path: card.modelPath)
    finalActivation = try graph.withoutFinalActivation()?.removed
    try check()
  }

  /// Reads a card (.yaml) or a model (.onnx).
  public init(contentsOf path: String) throws {
    try self.init(card: VictimCard.isCard(path) ? VictimCard(contentsOf: path) : VictimCard(modelPath: path))
  }

  /// The network as it is in its file.
  ///
  /// Samples are run together only where it is proved that they stay apart. `recomputes` is that of `ModelRunner`.
  public func runner(largestBatch: Int, recomputes: Bool = false) throws -> ModelRunner {
    try runner(largestBatch, recomputes) { $0 }
  }

  /// The network without its final sigmoid or softmax, should it have one.
  public func logitsRunner(largestBatch: Int, recomputes: Bool = false) throws -> ModelRunner {
    try runner(largestBatch, recomputes) { try $0.withoutFinalActivation()?.graph ?? $0 }
  }

  /// The network as attacks and explanations see it.
  ///
  /// - Throws: `AnswerShapeError`, or `VictimCardError` when the card names more or fewer classes than there are.
  public func victim(largestBatch: Int, recomputes: Bool = false) throws -> ModelVictim {
    let victim = try ModelVictim(logitsRunner(largestBatch: largestBatch, recomputes: recomputes))
    try check(classCount: victim.outputShape[0])
    return victim
  }

  /// - Throws: `VictimCardError` unless the card names this many classes, or none.
  public func check(classCount: Int) throws {
    guard let names = card.classNames, names.count != classCount else { return }
    throw VictimCardError(
      path: card.modelPath,
      problems: [
        "'classes' names \(names.count) classes (\(names.joined(separator: ", "))), the model has \(classCount)"
      ])
  }

  private func runner(
    _ largestBatch: Int, _ recomputes: Bool, changing change: @escaping (Graph) throws -> Graph
  ) throws -> ModelRunner {
    try ModelRunner(largestBatch: keepsSamplesApart ? largestBatch : 1, recomputes: recomputes) { batch in
      let graph = try change(try model.graph(batch: batch, inputShape: inputShape))
      guard let mean = card.mean, let deviation = card.deviation else { return graph }
      return try graph.normalizingInput(mean: mean, deviation: deviation, channelAxis: channelAxis + 1)
    }
  }

  /// Why batches are run sample by sample; nil where they are not.
  public var mixing: String? {
    do {
      let lowered = try model.lowered(batch: 2, inputShape: inputShape)
      return lowered.isBatchSeparable ? nil : lowered.mixing ?? "samples may mix"
    } catch {
      return error.description
    }
  }

  private var keepsSamplesApart: Bool { mixing == nil }

  /// The position of the channel axis in a sample.
  private var channelAxis: Int { card.axes?.firstIndex(of: .channel) ?? 0 }

  /// What the graph must be like for batches of samples to go in and answers for each to come out.
  private static func check(_ graph: Graph, path: String) throws {
    let (input, output) = (graph.shape(of: graph.inputs[0]), graph.shape(of: graph.outputs[0]))
    guard output.first == 1, output.count > 1, output.product > 0 else {
      throw UnusableModel(
        path: path, problem: "its output has the shape \(output) for one sample, not [1, …]",
        advice: "export a model that gives every sample an answer of its own")
    }
    let bytes = Double(input.product) * Double(MemoryLayout<Float>.size)
    guard bytes < Double(ProcessInfo.processInfo.physicalMemory) / 4 else {
      throw UnusableModel(
        path: path,
        problem: "one input of the shape \(input) takes \(Int(bytes / 1e9)) GB, more than this machine can work on",
        advice: "check the shape")
    }
  }

  private func check() throws {
    var problems = card.problems
    if let axes = card.axes, axes.count != inputShape.count {
      problems.append("'axes' names \(axes.count) axes, the model's input \(inputShape) has \(inputShape.count)")
    } else if let mean = card.mean, mean.count != inputShape[channelAxis] {
      problems.append("'mean' has \(mean.count) numbers for \(inputShape[channelAxis]) channels")
    }
    guard problems.isEmpty else { throw VictimCardError(path: card.modelPath, problems: problems) }
  }
}

/// A model that is valid and yet cannot be used here.
public struct UnusableModel: Error, CustomStringConvertible {
  public let path: String
  public let problem: String
  public let advice: String
  public var description: String { "\(path): \(problem); \(advice)" }
}
