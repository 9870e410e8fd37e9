import Attacks
import Tensors
import Testing

/// A fixed preprocessing in front of a linear victim.
@Suite struct PreprocessedVictimTests {
  @Test func levelsAreSpreadOverTheBounds() throws {
    let victim = PreprocessedVictim(SampleVictim.linear([[1], [0]]), .quantized(levels: 3), bounds: -1...1)
    let logits = try victim.logits(of: Tensor(shape: [5, 1], scalars: [-1, -0.51, -0.49, 0.4, 0.9]))
    #expect(stride(from: 0, to: 10, by: 2).map { logits.scalars[$0] } == [-1, -1, 0, 0, 1])
  }

  /// Else every attack would stand still.
  @Test func gradientsGoThroughLevelsAsIfTheyWereNotThere() throws {
    let victim = PreprocessedVictim(SampleVictim.linear([[1, 2], [0, 0]]), .quantized(levels: 2), bounds: 0...1)
    let (logits, gradient) = try victim.logitsAndGradient(at: Tensor(shape: [1, 2], scalars: [0.6, 0.2])) { logits in
      logits.map { _ in 3 }
    }
    #expect(logits.scalars == [1, 0])
    #expect(gradient.scalars == [3, 6])
    #expect(!victim.preprocessing.hasExactGradient)
  }

  @Test func aBlurHasItsOwnAdjoint() throws {
    let weights: [[Float]] = [(0..<12).map { Float($0 % 5) - 2 }, (0..<12).map { 0.25 * Float($0 % 3) }]
    let plain = SampleVictim(
      inputShape: [1, 3, 4], outputShape: [2],
      answer: { input in weights.map { zip($0, input).map(*).reduce(0, +) } },
      pullback: { _, cotangent in (0..<12).map { weights[0][$0] * cotangent[0] + weights[1][$0] * cotangent[1] } })
    let victim = PreprocessedVictim(plain, .blurred(deviation: 0.8), bounds: 0...1)
    let point = (0..<12).map { 0.05 * Float($0 * $0 % 17) }
    let (_, gradient) = try victim.logitsAndGradient(at: Tensor(shape: [1, 1, 3, 4], scalars: point)) { logits in
      Tensor(shape: logits.shape, scalars: [1, -2])
    }
    func value(_ point: [Float]) throws -> Float {
      let logits = try victim.logits(of: Tensor(shape: [1, 1, 3, 4], scalars: point)).scalars
      return logits[0] - 2 * logits[1]
    }
    for place in point.indices {
      var (above, below) = (point, point)
      above[place] += 0.5
      below[place] -= 0.5
      #expect(abs(try value(above) - value(below) - gradient.scalars[place]) < 1e-4)
    }
  }

  @Test func aBatchIsItsSamples() throws {
    let victim = PreprocessedVictim(SampleVictim.linear([[1], [0]]), .quantized(levels: 4), bounds: 0...1)
    let inputs = Tensor(shape: [4, 1], scalars: [0, 0.3, 0.6, 1])
    let alone = try inputs.samples.flatMap { try victim.logits(of: Tensor(batching: [$0])).scalars }
    #expect(try victim.logits(of: inputs).scalars == alone)
    #expect(victim.passSizes(for: 4) == [4] && victim.access == .gradients)
  }
}
