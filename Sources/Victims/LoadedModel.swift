internal import Graphs
public import ONNX
internal import Tensors

/// An ONNX model together with what its card says: everything needed to run it.
public struct LoadedModel: Sendable {
  public let card: VictimCard
  public let model: ONNXModel
  /// The shape of one input sample, without the batch.
  public let inputShape: [Int]

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
    try check()
  }

  /// Reads a card (.yaml) or a model (.onnx).
  public init(contentsOf path: String) throws {
    try self.init(card: VictimCard.isCard(path) ? VictimCard(contentsOf: path) : VictimCard(modelPath: path))
  }

  /// Samples are run together only where it is proved that they stay apart.
  public func runner(largestBatch: Int) throws -> ModelRunner {
    try ModelRunner(largestBatch: keepsSamplesApart ? largestBatch : 1) { batch in
      let graph = try model.graph(batch: batch, inputShape: inputShape)
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

  private func check() throws {
    var problems: [String] = []
    if let axes = card.axes, axes.count != inputShape.count {
      problems.append("'axes' names \(axes.count) axes, the model's input \(inputShape) has \(inputShape.count)")
    } else if let mean = card.mean, mean.count != inputShape[channelAxis] {
      problems.append("'mean' has \(mean.count) numbers for \(inputShape[channelAxis]) channels")
    }
    guard problems.isEmpty else { throw VictimCardError(path: card.modelPath, problems: problems) }
  }
}
