/// A graph together with where its derivative is.
public struct DifferentiatedGraph: Sendable {
  /// The original nodes first (same `ValueID`s), then the nodes of the derivative.
  public var graph: Graph
  /// New inputs of `graph`, one per output of the original: the cotangents `∂L/∂output`.
  public var cotangents: [ValueID]
  /// `∂L/∂value` for each value asked for.
  ///
  /// Also appended to `graph.outputs`.
  public var gradients: [ValueID]
}
