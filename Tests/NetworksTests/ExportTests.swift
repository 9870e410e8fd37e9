import Engine
import Foundation
import Graphs
import Networks
import ONNX
import Tensors
import TestSupport
import Testing

/// Deployed networks as ONNX files.
@Suite struct ExportTests {
  private static let python = PythonProgram(with: ["numpy", "onnx", "onnxruntime"])

  private static func write(_ example: NetworkCase, to path: String) throws {
    let parameters = try example.parameterSet()
    let architecture = example.architecture
    try ONNXWriter.write(graphForBatch: { try architecture.graph(.deployed(parameters), batch: $0).graph })
      .write(to: URL(fileURLWithPath: path))
  }

  private static func logits(_ graph: Graph, _ input: Tensor) throws -> Tensor {
    try Plan(compiling: graph, gradientTargets: []).forward([input])[0]
  }

  @Test(arguments: NetworkCase.all)
  func whatIsReadComputesWhatWasWritten(_ example: NetworkCase) throws {
    let folder = try TemporaryFolder()
    try Self.write(example, to: folder.file("model.onnx"))
    let model = try ONNXModel(contentsOf: folder.file("model.onnx"))
    for batch in [1, 3] {
      let lowered = try model.lowered(batch: batch)
      #expect(lowered.isBatchSeparable, "\(lowered.mixing ?? "")")
      let input = example.input.selectingSamples(Array([0, 1, 0].prefix(batch)))
      let deployed = try example.architecture.graph(.deployed(example.parameterSet()), batch: batch).graph
      #expect(Conformance.error(try Self.logits(lowered.graph, input), try Self.logits(deployed, input)) < 1e-5)
    }
  }

  /// Where heat maps look: the layer's name and its activation for two samples of the usual input.
  @Test(arguments: [
    ("radar-conv3d", "block4/relu", [2, 64, 20, 4, 4]), ("radar-resnet", "features/relu", [2, 64, 20, 4, 4]),
    ("radar-cnn-lstm", "frame3/relu", [80, 32, 8, 8]), ("radar-tcn", "features/relu", [2, 64, 40]),
    ("micro-doppler-conv2d", "block4/relu", [2, 64, 20, 4]), ("small-unet", "up1/2/relu", [2, 8, 128, 128]),
    ("unet", "up1/2/relu", [2, 16, 128, 128]), ("attention-unet", "up1/2/relu", [2, 16, 128, 128]),
    ("deeplab", "decoder/2/relu", [2, 64, 32, 32]),
  ])
  func timeSurvivesToTheLastConvolution(_ identifier: String, _ layer: String, _ shape: [Int]) throws {
    let architecture = try Architectures.named(identifier)
    let parameters = try architecture.initialParameters(seed: 1)
    let folder = try TemporaryFolder()
    try ONNXWriter.write(graphForBatch: { try architecture.graph(.deployed(parameters), batch: $0).graph })
      .write(to: URL(fileURLWithPath: folder.file("model.onnx")))
    let graph = try ONNXModel(contentsOf: folder.file("model.onnx")).graph(batch: 2)
    let value = try #require(graph.lastConvolutionActivation)
    #expect(graph.value(named: layer) == value)
    #expect(graph.shape(of: value) == shape)
  }

  @Test(.enabled(if: python != nil, "no Python with numpy, onnx, onnxruntime"))
  func onnxruntimeComputesTheSame() throws {
    let python = try #require(Self.python)
    let folder = try TemporaryFolder()
    for (index, example) in NetworkCase.all.enumerated() {
      try FileManager.default.createDirectory(atPath: folder.file("\(index)"), withIntermediateDirectories: true)
      try Self.write(example, to: folder.file("\(index)/model.onnx"))
      for batch in [1, 2, 5] {
        let input = example.input.selectingSamples((0..<batch).map { $0 % 2 })
        let graph = try example.architecture.graph(.deployed(example.parameterSet()), batch: batch).graph
        try input.writeNPY(to: folder.file("\(index)/input\(batch).npy"))
        try Self.logits(graph, input).writeNPY(to: folder.file("\(index)/output\(batch).npy"))
      }
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("ONNXTests/verify_models.py").path
    let result = try python.run(script: script, [folder.path, "1e-5"], beside: "/")
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.hasPrefix("\(3 * NetworkCase.all.count) outputs agree"))
  }
}
