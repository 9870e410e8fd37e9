import Foundation
import Graphs
import ONNX
import Tensors
import TestSupport
import Testing

/// Every operation in every form, written and read again: the interpreter must find the same numbers.
@Suite struct WriterOperationTests {
  private static let python = PythonProgram(with: ["numpy", "onnx", "onnxruntime"])

  private static let examples = OperationCase.all.filter { canBeWritten($0) && $0.shapes.contains { !$0.isEmpty } }
  private static let refused = OperationCase.all.filter { !canBeWritten($0) }

  /// Derivatives and training's normalisation have no operator; two forms of pooling came after opset 17.
  private static func canBeWritten(_ example: OperationCase) -> Bool {
    let isNoOperator = example.description.hasPrefix("gradient of") || example.operation is BatchNormalization
    let isDilatedMean = (example.operation as? AveragePool)?.window.dilations.contains { $0 > 1 } ?? false
    let dropsWindow =
      example.name.contains("last window dropped")
      || example.description.contains("3-D, everything")
        && example.operation is MaxPool
    return !isNoOperator && !isDilatedMean && !dropsWindow && !isShortScale(example)
  }

  /// A scale whose stored value falls short of the extent it was made for.
  private static func isShortScale(_ example: OperationCase) -> Bool {
    guard let resize = example.operation as? Resize else { return false }
    return zip(zip(example.shapes[0].dropFirst(2), resize.scales), resize.extents).contains { pair, extent in
      Int(Double(pair.0) * Double(pair.1)) != extent
    }
  }

  @Test(arguments: refused)
  func whatOpset17CannotSayIsRefused(_ example: OperationCase) throws {
    let graph = try Self.graph(example).0
    let error = #expect(throws: ONNXWriterError.self) { try ONNXWriter.write { _ in graph } }
    #expect(error?.place == "node 'the/node' (\(example.operation))")
  }

  @Test(arguments: examples)
  func operationsSurviveAFile(_ example: OperationCase) throws {
    let folder = try TemporaryFolder()
    let (graph, input) = try Self.graph(example)
    try ONNXWriter.write(graphForBatch: { _ in graph }).write(to: URL(fileURLWithPath: folder.file("model.onnx")))
    let model = try ONNXModel(contentsOf: folder.file("model.onnx"))
    let read = try model.lowered(inputShapes: ["input": input.shape]).graph
    let expected = try ReferenceInterpreter.evaluate(graph, inputs: [input])[0]
    let found = try ReferenceInterpreter.evaluate(read, inputs: [input])[0]
    #expect(Conformance.error(found, expected) < 1e-6)
  }

  @Test(.enabled(if: python != nil, "no Python with numpy, onnx, onnxruntime"))
  func onnxruntimeComputesTheSame() throws {
    let python = try #require(Self.python)
    let folder = try TemporaryFolder()
    for (index, example) in Self.examples.enumerated() {
      let (graph, input) = try Self.graph(example)
      let name = "\(index) \(example.description.replacing("/", with: "÷"))"
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
      try ONNXWriter.write(graphForBatch: { _ in graph }).write(
        to: URL(fileURLWithPath: folder.file("\(name)/model.onnx")))
      try input.writeNPY(to: folder.file("\(name)/input.npy"))
      try ReferenceInterpreter.evaluate(graph, inputs: [input])[0].writeNPY(to: folder.file("\(name)/output.npy"))
    }
    // Results that are small beside their terms keep fewer digits of single precision.
    let result = try python.run(script: "verify_models.py", [folder.path, "1e-4"])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.hasPrefix("\(Self.examples.count) outputs agree"))
  }

  /// The operation with everything but its first input that is no scalar constant, and its first output alone.
  private static func graph(_ example: OperationCase) throws -> (Graph, input: Tensor) {
    var graph = Graph()
    let inputs = example.allInputs.map(\.tensor)
    let first = inputs.firstIndex { $0.rank > 0 } ?? 0
    let operands = inputs.enumerated().map { place, value in
      place == first ? graph.addInput(shape: value.shape) : graph.addConstant(value)
    }
    graph.outputs = [try graph.append(example.operation, operands, name: "the/node")[0]]
    return (graph, inputs[first])
  }
}
