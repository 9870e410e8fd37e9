public import Graphs
internal import Tensors

/// A cone beside the whole graph, both in double precision: for an input that is changed at some positions, the outputs,
/// and the gradient at these positions.
public struct ConeComparison {
  public let split: ConeGraph
  /// Largest differences, as shares of the largest magnitude.
  public let outputs: Double
  public let gradients: Double

  /// Nil where everything can change.
  public init?(of graph: Graph, positions: Range<Int>, alongAxis axis: Int, range: ClosedRange<Double> = -1...1) throws
  {
    guard let split = try graph.cone(ofPositions: positions, alongAxis: axis) else { return nil }
    self.split = split
    let shape = graph.shape(of: graph.inputs[0])
    let clean = DoubleTensor(shape: shape, seed: 21, in: range)
    let other = DoubleTensor(shape: shape, seed: 22, in: range)
    let changed = clean.replacing(positions, alongAxis: axis, by: other)
    let pieces = try ReferenceInterpreter.evaluate(split.base, inputs: [clean])
    let cotangents = graph.outputs.map { DoubleTensor(shape: graph.shape(of: $0), seed: 23) }
    let window = changed.selecting(split.window, alongAxis: axis)
    let whole = try Self.results(graph, [changed], cotangents)
    let cone = try Self.results(split.cone, [window] + pieces, cotangents)
    outputs = zip(cone.outputs, whole.outputs).map { $0.relativeError(from: $1) }.max() ?? 0
    let start = split.window.lowerBound
    gradients = cone.gradient.selecting(positions.lowerBound - start..<positions.upperBound - start, alongAxis: axis)
      .relativeError(from: whole.gradient.selecting(positions, alongAxis: axis))
  }

  private static func results(
    _ graph: Graph, _ inputs: [DoubleTensor], _ cotangents: [DoubleTensor]
  ) throws -> (outputs: [DoubleTensor], gradient: DoubleTensor) {
    let derivative = try graph.differentiated(withRespectTo: [graph.inputs[0]])
    let found = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: inputs + cotangents, values: graph.outputs + derivative.gradients)
    return (Array(found.dropLast()), found[found.count - 1])
  }
}

extension DoubleTensor {
  /// The part of the tensor at some positions of an axis.
  public func selecting(_ positions: Range<Int>, alongAxis axis: Int) -> DoubleTensor {
    let inner = shape[(axis + 1)...].reduce(1, *)
    var part = shape
    part[axis] = positions.count
    let chosen = scalars.indices.filter { positions.contains($0 / inner % shape[axis]) }
    return DoubleTensor(shape: part, scalars: chosen.map { scalars[$0] })
  }

  /// The tensor with some positions of an axis taken from another.
  public func replacing(_ positions: Range<Int>, alongAxis axis: Int, by other: DoubleTensor) -> DoubleTensor {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let mixed = scalars.indices.map { index in
      positions.contains(index / inner % shape[axis]) ? other.scalars[index] : scalars[index]
    }
    return DoubleTensor(shape: shape, scalars: mixed)
  }
}
