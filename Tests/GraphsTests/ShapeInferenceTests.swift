import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct ShapeInferenceTests {
  @Test func convolutionsRoundDown() throws {
    let operation = Convolution(strides: [2], padBefore: [1], padAfter: [0], dilations: [2])
    #expect(try operation.outputShapes(for: [[5, 3, 10], [4, 3, 3]]) == [[5, 4, 4]])
  }

  @Test func transposedConvolutionsGiveWhatTheyAreToldIfItFits() throws {
    let convolution = Convolution(strides: [2, 2], padBefore: [1, 1], padAfter: [1, 1], dilations: [1, 1])
    for extents in [[7, 9], [8, 10]] {
      let operation = ConvolutionTranspose(convolution, inputExtents: extents)
      #expect(try operation.outputShapes(for: [[2, 5, 4, 5], [5, 3, 3, 3]]) == [[2, 3] + extents])
    }
  }

  /// Size 5, kernel 2, stride 3, padding 1 and 1: the third window would begin in the trailing padding.
  @Test(arguments: [(5, false, 2), (5, true, 2), (6, false, 3), (7, false, 3), (7, true, 3), (1, true, 1)])
  func poolsRoundUpButStartInside(size: Int, roundsUp: Bool, expected: Int) throws {
    let window = PoolingWindow(
      kernel: [2], strides: [3], padBefore: [1], padAfter: [1], dilations: [1], roundsUp: roundsUp)
    #expect(try MaxPool(window).outputShapes(for: [[1, 1, size]]) == [[1, 1, expected]])
  }

  @Test func stacksOfMatricesBroadcast() throws {
    let operation = MatrixProduct(transposesRight: true)
    #expect(try operation.outputShapes(for: [[2, 1, 4, 5], [3, 6, 5]]) == [[2, 3, 4, 6]])
  }

  @Test func recurrentLayersGiveSequenceStatesAndReserve() throws {
    let layer = Recurrent(.lstm, direction: .bidirectional, hiddenSize: 4)
    let shapes = [[7, 2, 3], [2, 16, 3], [2, 16, 4], [2, 32], [2, 2, 4], [2, 2, 4]]
    #expect(try layer.outputShapes(for: shapes) == [[7, 2, 2, 4], [2, 2, 4], [2, 2, 4], [7, 2, 2, 20]])
  }

  @Test(arguments: OperationCase.all)
  func inferredShapesAreThoseComputed(_ operationCase: OperationCase) throws {
    let graph = try operationCase.graph()
    let outputs = try ReferenceInterpreter.evaluate(graph, inputs: operationCase.inputs)
    #expect(outputs.map(\.shape) == graph.outputs.map(graph.shape(of:)))
  }
}
