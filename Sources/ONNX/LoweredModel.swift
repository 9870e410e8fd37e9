public import Graphs

/// A model as a graph for one batch size, and whether its samples stay apart.
public struct LoweredModel: Sendable {
  /// Inputs and outputs are in the order of the file.
  public let graph: Graph
  /// The number of samples along the first axis of every batched input.
  public let batch: Int
  /// Whether it is proved that entry n of the first output depends on sample n of the input alone, and in the same way
  /// for every n.
  ///
  /// Then a batch gives each sample what it would get by itself. If false (say, because the model normalises over the
  /// batch, or because an operation has no rule), run samples one by one.
  public let isBatchSeparable: Bool
  /// What mixes samples, in words; nil if `isBatchSeparable`.
  public let mixing: String?
}
