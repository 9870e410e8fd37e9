import Graphs
import ONNX
import Tensors
import TestSupport
import Testing

/// Real exported networks, where the shared material is at hand.
@Suite struct SharedModelTests {
  static let fixtures = [
    "cnn_lstm_gesture", "conv3d_gesture", "r2plus1d_gesture", "resnet2d", "tcn_gesture", "unet_same", "unet_valid",
  ]
  static let models: [(String, [Int]?)] = [
    ("models/kkt3d/kkt3d.onnx", nil), ("models/m2unet/M2UNetDRIVE.onnx", nil),
    ("models/m2unet/M2UNetDRIVE.opset11.onnx", nil), ("models/m2unet/M2UNetCHASEDB1.opset11.onnx", nil),
    ("models/rapidocr/ch_ppocr_mobile_v2.0_cls_infer.onnx", [3, 48, 192]),
  ]

  @Test(.enabled(if: SharedMaterial.path("fixtures") != nil, "no shared material"), arguments: fixtures)
  func fixturesRunAtEveryBatchSize(_ name: String) throws {
    let model = try ONNXModel(contentsOf: #require(SharedMaterial.path("fixtures/\(name).onnx")))
    for batch in [1, 2, 5] {
      let lowered = try model.lowered(batch: batch)
      #expect(lowered.isBatchSeparable, "\(lowered.mixing ?? "")")
      #expect(lowered.graph.shape(of: lowered.graph.outputs[0])[0] == batch)
    }
  }

  @Test(.enabled(if: SharedMaterial.path("models") != nil, "no shared material"), arguments: models)
  func modelsRunAtEveryBatchSize(_ path: String, _ shape: [Int]?) throws {
    let model = try ONNXModel(contentsOf: #require(SharedMaterial.path(path)))
    #expect(model.unsupported.isEmpty)
    for batch in [1, 5] {
      let lowered = try model.lowered(batch: batch, inputShape: shape)
      #expect(lowered.isBatchSeparable, "\(lowered.mixing ?? "")")
      #expect(lowered.graph.shape(of: lowered.graph.outputs[0])[0] == batch)
    }
  }

  /// The authors' invalid file means the same as the repaired one: operation by operation, weight by weight.
  @Test(.enabled(if: SharedMaterial.path("models/m2unet") != nil, "no shared material"))
  func theInvalidM2UNetEqualsTheRepairedOne() throws {
    let graphs = try ["M2UNetDRIVE", "M2UNetDRIVE.opset11"].map { name in
      try ONNXModel(contentsOf: #require(SharedMaterial.path("models/m2unet/\(name).onnx"))).graph(batch: 1)
    }
    #expect(graphs[0].nodes.count == graphs[1].nodes.count)
    for (left, right) in zip(graphs[0].nodes, graphs[1].nodes) {
      #expect("\(left.operation)" == "\(right.operation)")
      let weights = zip(left.inputs, right.inputs).filter { graphs[0].constants[$0.0] != nil }
      #expect(weights.allSatisfy { graphs[0].constants[$0.0] == graphs[1].constants[$0.1] })
    }
    let resizes = graphs.map { $0.nodes.compactMap { $0.operation as? Resize } }
    #expect(resizes[0] == resizes[1])
    #expect(resizes[0].count == 4)
  }

  @Test(
    .enabled(if: SharedMaterial.path("fixtures") != nil, "no shared material"),
    arguments: ["cnn_lstm_gesture", "tcn_gesture", "unet_valid"])
  func logitsAndGradientAgreeWithPyTorch(_ name: String) throws {
    let model = try ONNXModel(contentsOf: #require(SharedMaterial.path("fixtures/\(name).onnx")))
    let input = try array("fixtures/\(name).input.npy")
    let graph = try model.graph(batch: input.shape[0])
    let derivative = try graph.differentiated(withRespectTo: graph.inputs)
    let outputs = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: [input, array("fixtures/\(name).cotangent.npy")])
    #expect(try outputs[0].relativeError(from: array("fixtures/\(name).logits.npy")) < 1e-4)
    #expect(try outputs[1].relativeError(from: array("fixtures/\(name).gradient.npy")) < 1e-3)
  }

  private func array(_ path: String) throws -> DoubleTensor {
    DoubleTensor(try Tensor(npyContentsOf: #require(SharedMaterial.path(path))))
  }
}
