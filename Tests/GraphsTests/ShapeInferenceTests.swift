import Graphs
import Testing

@Suite struct ShapeInferenceTests {
  @Test func convolutionsRoundDown() throws {
    let operation = Convolution(strides: [2], padBefore: [1], padAfter: [0], dilations: [2])
    #expect(try operation.outputShapes(for: [[5, 3, 10], [4, 3, 3]]) == [[5, 4, 4]])
  }
}
