/// A graph split by what can change: what stays as it is, computed once, and what must be computed again with every change.
///
///     pieces = base(x)                      once for an input
///     outputs = cone(x[window], pieces…)    for every x that differs from it inside the window alone
///
/// | graph | inputs | outputs |
/// |---|---|---|
/// | `base` | `x`, as the original | the pieces: what the cone reads of activations that do not change, any number |
/// | `cone` | the window of `x`, then the pieces | as the original |
///
/// The cone computes the numbers of the original graph, each from the same terms; only what a backend makes of other
/// extents may differ in the last bits. Its gradient in the first input is that of the original wherever `x` may change;
/// in the rest of the window it is incomplete and means nothing.
public struct ConeGraph: Sendable {
  public let base: Graph
  public let cone: Graph
  /// The axis of the input, batch included, along which it is cut.
  public let axis: Int
  /// The positions that can change.
  public let changing: Range<Int>
  /// The positions that the cone reads; they include those that can change.
  public let window: Range<Int>
}

extension Graph {
  /// Splits a graph of one input by what changes with some positions along one axis of it.
  ///
  /// - Parameters:
  ///   - positions: those of the input that can change.
  ///   - axis: counted with the batch.
  /// - Returns: nil where all of the input can change.
  /// - Throws: `ShapeError` where a rule of an operation is wrong about its shapes.
  public func cone(ofPositions positions: Range<Int>, alongAxis axis: Int) throws -> ConeGraph? {
    precondition(inputs.count == 1, "Graph: a cone begins at one input, there are \(inputs.count)")
    let shape = shape(of: inputs[0])
    precondition(
      shape.indices.contains(axis) && !positions.isEmpty && positions.clamped(to: 0..<shape[axis]) == positions,
      "Graph: positions \(positions) do not lie along axis \(axis) of an input \(shape)")
    guard positions.count < shape[axis] else { return nil }
    var builder = ConeBuilder(pruned().graph, change: AxisSpan(axis: axis, size: shape[axis], range: positions))
    return try builder.build()
  }
}
