import Foundation
import ONNX
import TestSupport
import Testing

/// Damaged files give an error or a model, never a crash or a hang.
@Suite struct MutationTests {
  @Test(arguments: [
    "lstm_bidirectional", "shape_arithmetic", "integer_arithmetic", "convtranspose2d_output_shape",
    "averagepool2d_include1",
    "batch1_class_token", "slice_inputs", "float_shape_arithmetic", "pad_axes", "folded_weights", "range",
    "groupnorm_21",
  ])
  func damagedModelsNeverCrash(_ name: String) throws {
    let golden = try #require(OperatorCase.load().first { $0.name == name })
    let mutations = FileMutations(of: try Fixture.bytes("operators/\(name).onnx"))
    let folder = try TemporaryFolder()
    let path = folder.file("model.onnx")
    var refused = 0
    for index in 0..<100 {
      try Data(mutations.mutated(index)).write(to: URL(fileURLWithPath: path))
      do {
        let model = try ONNXModel(contentsOf: path)
        _ = (model.unsupported, model.operators, model.parameterCount, model.inputs.map(\.description))
        _ = try model.lowered(inputShapes: golden.inputs.mapValues(\.shape))
      } catch {
        #expect(!error.problem.isEmpty)
        #expect(error.path == path)
        refused += 1
      }
    }
    #expect(refused > 30)
  }

  /// Valid files with one extreme number as an attribute, an extent or a shape constant.
  @Test func forgedNumbersNeverCrash() throws {
    let cases = Dictionary(uniqueKeysWithValues: try OperatorCase.load().map { ($0.name, $0) })
    let names = try FileManager.default.contentsOfDirectory(atPath: Fixture.path("forged")).sorted()
    #expect(names.count == 320)
    var refused = 0
    for name in names {
      let shapes = try #require(cases[String(name.prefix { $0 != "." })]).inputs.mapValues(\.shape)
      do {
        let model = try ONNXModel(contentsOf: Fixture.path("forged/\(name)"))
        _ = try model.lowered(inputShapes: shapes)
        _ = try model.lowered(inputShapes: shapes.mapValues { [3] + $0.dropFirst() })
      } catch {
        #expect(error is ONNXError)
        refused += 1
      }
    }
    #expect(refused > 200)
  }
}
