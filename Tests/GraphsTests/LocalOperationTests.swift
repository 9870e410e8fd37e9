import Graphs
import Tensors
import TestSupport
import Testing

/// Every operation with every attribute, cut along every axis: a cone gives the outputs and the gradient of the whole.
///
/// In double precision, where another order of additions shows by 1e-15 and a wrong element by far more. (The derivative of
/// a mean holds the reciprocal of a count as a `Float`, which is good to 6e-8.)
@Suite struct LocalOperationTests {
  private static let families: [[OperationCase]] = [
    OperationCase.elementwise, OperationCase.convolutions, OperationCase.transposedConvolutions, OperationCase.pools,
    OperationCase.products, OperationCase.reductions, OperationCase.arrangements, OperationCase.pads,
    OperationCase.resizes, OperationCase.rows, OperationCase.recurrents,
  ]

  @Test(arguments: families.indices)
  func aConeGivesWhatTheWholeGives(family: Int) throws {
    for example in Self.families[family] {
      if let graph = try example.ofOneInput() { try check(graph, example) { [0..<1, $0 - max(1, $0 / 3)..<$0] } }
      // Positions on either side are kept, then.
      if let graph = try example.ofOneInput(afterProduct: true) {
        try check(graph, example) { [$0 / 2..<max($0 - 1, $0 / 2 + 1)] }
      }
    }
  }

  private func check(_ graph: Graph, _ example: OperationCase, _ positions: (_ extent: Int) -> [Range<Int>]) throws {
    let shape = graph.shape(of: graph.inputs[0])
    for axis in shape.indices where shape[axis] > 1 {
      for positions in positions(shape[axis]) {
        guard let found = try compared(graph, positions, axis, example.range) else { continue }
        #expect(
          found.outputs < 1e-12 && found.gradients < 1e-7,
          "\(example), input \(shape), \(positions) of axis \(axis): \(found.outputs), \(found.gradients)")
      }
    }
  }

  /// Nil where there is nothing to compare: operations of derivatives have no second one.
  private func compared(
    _ graph: Graph, _ positions: Range<Int>, _ axis: Int, _ range: ClosedRange<Double>
  ) throws -> ConeComparison? {
    do {
      return try ConeComparison(of: graph, positions: positions, alongAxis: axis, range: range)
    } catch is DifferentiationError {
      return nil
    }
  }
}

extension OperationCase {
  /// The operation as a function of what it is differentiated in first; everything else is constant.
  ///
  /// The input may go through a matrix product before, so that pieces are kept rather than computed anew; nil where it has
  /// no rows for that.
  fileprivate func ofOneInput(afterProduct: Bool = false) throws -> Graph? {
    guard let place = differentiable.first else { return nil }
    var graph = Graph()
    let shape = shapes[place]
    guard !shape.isEmpty, !shape.contains(0), !afterProduct || shape.count > 1 else { return nil }
    let x = graph.addInput(shape: shape)
    let width = shape[shape.count - 1]
    let values = (0..<width * width).map { $0 % (width + 1) == 0 ? Float(0.5) : 0.125 / Float(width) }
    let mixed =
      afterProduct
      ? try graph(MatrixProduct(), x, graph.addConstant(Tensor(shape: [width, width], scalars: values))) : x
    let operands = allInputs.enumerated().map { $0 == place ? mixed : graph.addConstant($1.tensor) }
    let outputs = try graph.append(operation, operands)
    graph.outputs = Array(outputs.prefix(outputCount ?? outputs.count))
    return graph
  }
}
