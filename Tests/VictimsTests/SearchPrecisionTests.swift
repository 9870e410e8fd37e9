import Engine
import Foundation
import Tensors
import TestSupport
import Testing
import Victims

/// The default models in bf16.
@Suite(.enabled(if: Precision.bf16.isAvailable, "this processor has no bf16 arithmetic (AVX-512-BF16 or AMX)"))
struct SearchPrecisionTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func runner(_ model: String) throws -> ModelRunner {
    try LoadedModel(contentsOf: Self.root.appendingPathComponent("models/\(model)/model.yaml").path)
      .logitsRunner(largestBatch: 4)
  }

  @Test(arguments: ["radar-conv3d", "radar-cnn-lstm", "skin-unet"])
  func gradientsPointWhereThoseOfFloatDo(model: String) throws {
    let runner = try runner(model)
    var random = RandomTensors(seed: 3)
    let input = random.uniform([2] + runner.inputShape, in: 0...1)
    let cotangent = random.uniform([2] + runner.outputShape)
    let plain = try runner.gradient(at: input) { _, samples in cotangent.selectingSamples(Array(samples)) }
    let short = try runner.gradient(at: input, precision: .bf16) { _, samples in
      cotangent.selectingSamples(Array(samples))
    }
    #expect(Conformance.error(short.outputs, plain.outputs) < 0.03)
    #expect(short.outputs != plain.outputs, "bf16 was not used")
    for sample in 0..<2 {
      let cosine = cosine(
        short.gradient.selectingSamples([sample]).scalars, plain.gradient.selectingSamples([sample]).scalars)
      #expect(cosine > 0.99, "sample \(sample)")
    }
  }

  private func cosine(_ a: [Float], _ b: [Float]) -> Double {
    func dot(_ x: [Float], _ y: [Float]) -> Double { zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }

  @Test func logitsAloneStayFloat() throws {
    let runner = try runner("radar-conv3d")
    let (plain, short) = (try ModelVictim(runner), try ModelVictim(runner).searched(in: .bf16))
    #expect(!plain.gradientLogitsAreRough && short.gradientLogitsAreRough)
    var random = RandomTensors(seed: 5)
    let input = random.uniform([1] + runner.inputShape, in: 0...1)
    let exact = try plain.logits(of: input)
    #expect(try short.logits(of: input) == exact)
    #expect(try short.logitsAndGradient(at: input) { $0 }.logits != exact)
    #expect(try plain.searched(in: .f32).logitsAndGradient(at: input) { $0 }.logits == exact)
  }
}
