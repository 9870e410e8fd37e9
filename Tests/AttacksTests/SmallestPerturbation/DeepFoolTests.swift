import Attacks
import Foundation
import Tensors
import Testing

@Suite struct DeepFoolTests {
  /// `z = (0, 1 − exp(Σx − 1))` behind logits that come in steps of 10⁻⁵: every tangent ends in front of the boundary, and the
  /// last bit of the way is less for each of 20,000 elements than single precision tells apart.
  @Test func aBoundaryThatRoundingHidesIsCrossed() throws {
    let count = 20_000
    let sum = { (input: [Float]) in input.reduce(0.0) { $0 + Double($1) } / 100 }
    let victim = SampleVictim(
      inputShape: [count], outputShape: [2],
      answer: { input in [0, Float(((exp(100 - sum(input)) - 1) * -1e5).rounded(.down) / 1e5)] },
      pullback: { input, cotangent in
        [Float](repeating: Float(exp(100 - sum(input)) / 100) * cotangent[1], count: input.count)
      })
    let attack = DeepFool(seeking: SmallestPerturbation(norm: .l2, bounds: 0...1), overshoot: 0)
    let clean = [Float](repeating: 0.49, count: count)
    let outcome = try #require(try attack.run([problem(clean, away: 0)], against: victim).first)
    #expect(outcome.succeeded, "\(outcome.iterations) steps")
    let length = PerturbationNorms(clean: vector(clean), adversarial: outcome.adversarial).l2
    #expect(length < 1.01 * 0.01 * Double(count).squareRoot())
  }
}
