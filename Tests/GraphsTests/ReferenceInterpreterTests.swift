import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct ReferenceInterpreterTests {
  @Test func inputsOfAnotherShapeAreRefused() throws {
    var graph = Graph()
    graph.outputs = [graph.addInput(shape: [2])]
    #expect(throws: ReferenceError.self) {
      try ReferenceInterpreter.evaluate(graph, inputs: [Tensor(repeating: 0, shape: [3])])
    }
  }

  @Test func aForcedValueReplacesWhatItsNodeComputes() throws {
    var graph = Graph()
    let x = graph.addInput(shape: [1])
    let doubled = try graph.add(x, x)
    let result = try graph.add(doubled, x)
    let found = try ReferenceInterpreter.evaluate(
      graph, inputs: [DoubleTensor(repeating: 1, shape: [1])], values: [result],
      forcing: [doubled: DoubleTensor(repeating: 10, shape: [1])])
    #expect(found[0].scalars == [11])
  }

  /// The gradient of a maximum pool goes to the first of several equal elements.
  @Test func tiesInAPoolGoToTheFirst() throws {
    let window = PoolingWindow(kernel: [3], strides: [3], padBefore: [0], padAfter: [0], dilations: [1])
    var graph = Graph()
    let x = graph.addInput(shape: [1, 1, 6])
    graph.outputs = [try graph(MaxPool(window), x)]
    let derivative = try graph.differentiated(withRespectTo: [x])
    let inputs = [
      DoubleTensor(shape: [1, 1, 6], scalars: [1, 2, 2, 5, 5, 5]), DoubleTensor(shape: [1, 1, 2], scalars: [1, 10]),
    ]
    let found = try ReferenceInterpreter.evaluate(derivative.graph, inputs: inputs, values: derivative.gradients)
    #expect(found[0].scalars == [0, 1, 0, 10, 0, 0])
  }

  @Test func errorsAreRelativeToTheLargestMagnitude() {
    let reference = DoubleTensor(shape: [2], scalars: [100, 1])
    #expect(DoubleTensor(shape: [2], scalars: [100, 2]).relativeError(from: reference) == 0.01)
    #expect(DoubleTensor(shape: [2], scalars: [.nan, 1]).relativeError(from: reference) == .infinity)
    #expect(DoubleTensor(shape: [1, 2], scalars: [100, 1]).relativeError(from: reference) == .infinity)
  }
}
