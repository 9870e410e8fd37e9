public import Graphs

/// A network as a graph for one batch size, and what its inputs and taps are.
///
/// | form | `graph.inputs` |
/// |---|---|
/// | training | x, parameters, dropout masks |
/// | evaluation | x, parameters, running statistics |
/// | deployed | x |
///
/// The one output is the logits, `[N] + outputShape`.
public struct NetworkGraph: Sendable {
  public var graph: Graph
  public let input: ValueID
  /// As `specification().parameters`; empty in the deployed form.
  public let parameters: [ValueID]
  /// Evaluation form: mean and variance of each normalisation, in order.
  public let runningStatistics: [ValueID]
  /// Training form: mean and biased variance of the batch at each normalisation, in order; taps, not outputs.
  public let batchStatistics: [ValueID]
  /// Training form: the masks, in the order of the inputs.
  public let dropoutMasks: [DropoutMask]
}
