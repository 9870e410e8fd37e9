import Foundation
import Tensors
import TestSupport
import Testing
import Victims

/// Models with logits and input gradients computed by PyTorch in double precision.
struct ReferenceModel: CustomTestStringConvertible {
  let name: String
  var testDescription: String { name }

  static let all: [ReferenceModel] = {
    guard let folder = SharedMaterial.path("fixtures") else { return [] }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".onnx") }.sorted().map { ReferenceModel(name: String($0.dropLast(5))) }
  }()

  func path(_ kind: String) throws -> String { try #require(SharedMaterial.path("fixtures/\(name).\(kind)")) }
  func tensor(_ kind: String) throws -> Tensor { try Tensor(npyContentsOf: path("\(kind).npy")) }
  func model() throws -> LoadedModel { try LoadedModel(contentsOf: path("onnx")) }
}

@Suite(.enabled(if: SharedMaterial.path("fixtures") != nil, "needs the shared fixtures"))
struct FixtureTests {
  @Test(arguments: ReferenceModel.all)
  func logitsAndGradientsAreThoseOfPyTorch(_ reference: ReferenceModel) throws {
    let runner = try reference.model().runner(largestBatch: 8)
    let cotangent = try reference.tensor("cotangent")
    let result = try runner.gradient(at: reference.tensor("input")) { _, samples in
      cotangent.selectingSamples(Array(samples))
    }
    #expect(Conformance.error(result.outputs, try reference.tensor("logits")) < 1e-4)
    #expect(Conformance.error(result.gradient, try reference.tensor("gradient")) < 1e-3)
  }

  /// A batch of five different inputs gives each what it gets alone.
  @Test(arguments: ReferenceModel.all)
  func samplesDoNotSeeEachOther(_ reference: ReferenceModel) throws {
    let runner = try reference.model().runner(largestBatch: 8)
    var random = RandomTensors(seed: 9)
    let batch = random.uniform([5] + runner.inputShape, in: 0...1)
    let cotangent = random.uniform([5] + runner.outputShape)
    let together = try runner.gradient(at: batch) { _, samples in cotangent.selectingSamples(Array(samples)) }
    for index in 0..<5 {
      let alone = try runner.gradient(at: batch.selectingSamples([index])) { _, _ in cotangent.selectingSamples([index])
      }
      #expect(Conformance.error(together.outputs.selectingSamples([index]), alone.outputs) < 1e-4)
      #expect(Conformance.error(together.gradient.selectingSamples([index]), alone.gradient) < 1e-3)
    }
  }

  @Test(arguments: ReferenceModel.all)
  func gradientsAreSlopes(_ reference: ReferenceModel) throws {
    let runner = try reference.model().runner(largestBatch: 1)
    let check = try GradientCheck(runner, at: reference.tensor("input").selectingSamples([0]))
    #expect(check.passes, "\(check.directions)")
  }

  /// The authors' opset-9 file with "bilinear" Upsample and the repaired opset-11 file are the same function.
  @Test func theInvalidUpsampleFileEqualsTheRepairedOne() throws {
    let paths = ["models/m2unet/M2UNetDRIVE.onnx", "models/m2unet/M2UNetDRIVE.opset11.onnx"].map(SharedMaterial.path)
    let models = try paths.map { try LoadedModel(contentsOf: #require($0)) }
    var random = RandomTensors(seed: 4)
    let input = random.uniform([1] + models[0].inputShape, in: 0...1)
    let outputs = try models.map { try $0.runner(largestBatch: 1).forward(input) }
    #expect(Conformance.error(outputs[0], outputs[1]) < 1e-5)
  }
}
