import Foundation
import ONNX
import TestSupport

/// One model of Fixtures/operators with its inputs and what onnxruntime makes of them.
struct OperatorCase: Sendable, CustomStringConvertible {
  struct Values: Decodable, Sendable {
    let shape: [Int]
    let values: [Double]
    var tensor: DoubleTensor { DoubleTensor(shape: shape, scalars: values) }
  }

  private struct Contents: Decodable {
    let inputs: [String: Values]
    let outputs: [Values]
  }

  let name: String
  let inputs: [String: Values]
  let outputs: [Values]

  var description: String { name }

  static func load() throws -> [OperatorCase] {
    let data = try Data(Fixture.bytes("operators.json"))
    let cases = try JSONDecoder().decode([String: Contents].self, from: data)
    return cases.sorted { $0.key < $1.key }
      .map { OperatorCase(name: $0.key, inputs: $0.value.inputs, outputs: $0.value.outputs) }
  }

  func model() throws -> ONNXModel { try ONNXModel(contentsOf: Fixture.path("operators/\(name).onnx")) }

  func lowered(_ model: ONNXModel) throws -> LoweredModel {
    try model.lowered(inputShapes: inputs.mapValues(\.shape))
  }

  /// The inputs in the order of the model, rounded to `Float` as a model gets them.
  func tensors(for model: ONNXModel) -> [DoubleTensor] {
    model.inputs.compactMap { (inputs[$0.name]?.tensor.tensor).map(DoubleTensor.init) }
  }
}
