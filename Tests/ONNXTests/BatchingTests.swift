import ONNX
import Tensors
import TestSupport
import Testing

/// Models exported for one sample, run for several; and the proof that samples stay apart.
@Suite struct BatchingTests {
  @Test(arguments: try OperatorCase.load().filter { $0.name.hasPrefix("batch") && $0.name != "batchnorm" })
  func modelsOfOneSampleRunInBatches(_ golden: OperatorCase) throws {
    guard !golden.name.hasPrefix("batchnorm") else { return }
    let model = try golden.model()
    let lowered = try golden.lowered(model)
    #expect(lowered.batch > 1)
    #expect(lowered.isBatchSeparable, "\(lowered.mixing ?? "")")
    let whole = try ReferenceInterpreter.evaluate(lowered.graph, inputs: golden.tensors(for: model))[0].tensor
    let single = try model.lowered(batch: 1)
    #expect(single.isBatchSeparable)
    for (index, sample) in golden.tensors(for: model)[0].tensor.samples.enumerated() {
      let input = DoubleTensor(shape: [1] + sample.shape, scalars: sample.scalars.map(Double.init))
      let alone = try ReferenceInterpreter.evaluate(single.graph, inputs: [input])[0].tensor
      #expect(alone.sample(0) == whole.sample(index))
    }
  }

  @Test(arguments: ["mixing", "batch_softmax", "batch_size_as_number"])
  func mixedSamplesAreReported(_ name: String) throws {
    let lowered = try Fixture.model(name).lowered(batch: 3)
    #expect(!lowered.isBatchSeparable)
    #expect(lowered.mixing?.isEmpty == false)
  }

  @Test func theMixingNodeIsNamed() throws {
    #expect(try Fixture.model("mixing").lowered(batch: 3).mixing == "node '/ReduceMean_m' (ReduceMean) mixes samples")
  }

  @Test func aFeatureCountAsNumberMixesNothing() throws {
    #expect(try Fixture.model("feature_size_as_number").lowered(batch: 3).isBatchSeparable)
  }

  @Test(arguments: ["mixing_fixed", "first_sample_only"])
  func aModelBoundToItsBatchSaysSo(_ name: String) throws {
    #expect(try Fixture.error(name, batch: 1) == nil)
    let error = try #require(try Fixture.error(name, batch: 4))
    #expect(error.kind == .fixedBatch)
    #expect("\(error)".contains("the model was exported for a batch of 1"))
  }
}
