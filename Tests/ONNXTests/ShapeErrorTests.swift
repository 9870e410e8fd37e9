import ONNX
import Testing

/// Inputs that do not fit.
@Suite struct ShapeErrorTests {
  @Test func fixedExtentsMustBeMatched() throws {
    let model = try Fixture.model("relu")
    let error = #expect(throws: ONNXError.self) { try model.graph(batch: 1, inputShape: [2, 4, 5]) }
    #expect(error?.description.hasSuffix("input x [1, 2, 4, 4] float32 does not take the shape [1, 2, 4, 5]") == true)
  }

  @Test(arguments: [[], [1], [1, 2, 4], [0, 2, 4, 4], [-1, 2, 4, 4], [1, 2, 4, 4, 1]])
  func impossibleShapesAreRefused(_ shape: [Int]) throws {
    let model = try Fixture.model("relu")
    #expect(throws: ONNXError.self) { try model.graph(inputShapes: ["x": shape]) }
  }

  @Test func hugeShapesAreRefused() throws {
    let model = try Fixture.model("open_extents")
    #expect(throws: ONNXError.self) { try model.graph(batch: 1, inputShape: [2, .max, .max]) }
    #expect(throws: ONNXError.self) { try model.graph(batch: .max, inputShape: [2, 4, 4]) }
  }

  @Test func openExtentsMustBeGiven() throws {
    let error = try #require(try Fixture.error("open_extents"))
    #expect(error.kind == .shape)
    #expect(error.description.hasSuffix("leaves extents open (give the shape of one sample with --shape or in a card)"))
  }

  @Test func unknownInputsAreNamed() throws {
    let model = try Fixture.model("two_inputs")
    let error = #expect(throws: ONNXError.self) { try model.graph(inputShapes: ["a": [1, 3], "z": [1, 3]]) }
    #expect(error?.problem == "has no input 'z'; its inputs are a, b")
  }

  @Test func everyInputNeedsAShape() throws {
    let model = try Fixture.model("two_inputs")
    let error = #expect(throws: ONNXError.self) { try model.graph(inputShapes: ["a": [1, 3]]) }
    #expect(error?.problem == "input 'b' needs a shape")
  }
}
