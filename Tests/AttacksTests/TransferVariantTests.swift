import Attacks
import Foundation
import Tensors
import Testing

/// The parts of the momentum family that change a linear victim's gradient: kernels, diversity, and what copies weigh.
@Suite struct TransferVariantTests {
  /// Smoothed by hand: for each element the weighted sum of those around it, nothing beyond the ends.
  @Test(arguments: TranslationKernel.Shape.allCases, [1, 2])
  func theTranslationKernelSmoothsTheGradient(shape: TranslationKernel.Shape, reach: Int) throws {
    let (height, width) = (5, 6)
    var stream = RandomStream(seed: 3)
    let weights = (0..<height * width).map { _ in stream.nextGaussian() }
    func kernel(_ offset: Int) -> Double {
      switch shape {
      case .gaussian: exp(-Double(offset * offset) * 3 / Double(2 * reach * reach))
      case .linear: 1 - Double(abs(offset)) / Double(reach + 1)
      case .uniform: 1
      }
    }
    let expected = (0..<height * width).map { index -> Float in
      var sum = 0.0
      for row in 0..<height {
        for column in 0..<width {
          let (down, right) = (row - index / width, column - index % width)
          guard abs(down) <= reach, abs(right) <= reach else { continue }
          sum += kernel(down) * kernel(right) * Double(weights[row * width + column])
        }
      }
      return sum > 0 ? 0.1 : -0.1
    }
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: height * width), weights], bias: [9, 0], inputShape: [height, width])
    let sample = AttackProblem(
      id: "s", clean: Tensor(repeating: 0, shape: [height, width]), region: .all([height, width]),
      goal: .untargeted(label: 0))
    let attack = MomentumAttack.tifgsm(
      budget: budget(.linf, 0.1), kernel: TranslationKernel(shape: shape, reach: reach), loss: .margin)
    let outcome = try attack.run([sample], against: victim)[0]
    // What is returned is the best iterate, which need not be the last; along a fixed direction it is.
    let gain = zip(expected, weights).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    #expect(gain > 0 && close(outcome.adversarial.scalars, expected))
  }

  /// Where all weights are positive every copy's gradient points up, so that diversity ends at the optimum too.
  @Test(arguments: [Float(0.5), 0.9])
  func diversityReachesTheOptimumOfAPositiveVictim(share: Float) throws {
    let shape = [2, 6, 6]
    var stream = RandomStream(seed: 4)
    let weights = (0..<72).map { _ in 0.1 + stream.nextUniform() }
    let victim = SampleVictim.linear([[Float](repeating: 0, count: 72), weights], bias: [99, 0], inputShape: shape)
    let sample = AttackProblem(
      id: "s", clean: Tensor(repeating: 0.5, shape: shape), region: .all(shape), goal: .untargeted(label: 0))
    let attack = MomentumAttack.difgsm(
      budget: budget(.linf, 0.1, 0...1), diversity: InputDiversity(probability: 0.7, smallestShare: share),
      loss: .margin,
      seed: 3)
    let outcome = try attack.run([sample], against: victim)[0]
    #expect(close(outcome.adversarial.scalars, [Float](repeating: 0.6, count: 72)))
    #expect(outcome.backwards == 10 && outcome.forwards > 11, "iterates that no copy equals cost a pass")
  }

  /// `z = 2·x₀ for x₀ < ½, else 0; + x₁`: from 0.8 only the copies at half and a quarter of the scale see the first slope,
  /// with the factors ½ and ¼ of the chain rule: ¾ against x₁'s 1 + ½ + ¼.
  @Test func copiesAtSmallerScalesSeeWhatTheInputDoesNot() throws {
    let victim = SampleVictim(
      inputShape: [2], outputShape: [2], answer: { x in [9, 2 * min(x[0], 0.5) + x[1]] },
      pullback: { x, c in [x[0] < 0.5 ? 2 * c[1] : 0, c[1]] })
    let attacks = [1, 3].map { copies in
      MomentumAttack(
        name: "si",
        settings: MomentumSettings(
          budget: budget(.l2, 0.1), steps: 1, scaleCopies: copies, loss: .margin))
    }
    let moves = try attacks.map { attack in
      try attack.run([problem([0.8, 0], away: 0)], against: victim)[0].adversarial.scalars
    }
    #expect(close(moves[0], [0.8, 0.1]))
    // (2 · ¾, 1 + ¾) normalised to 0.1.
    let length = (1.5 * 1.5 + 1.75 * 1.75 as Float).squareRoot()
    #expect(close(moves[1], [0.8 + 0.1 * 1.5 / length, 0.1 * 1.75 / length]))
  }

  /// A dent in a slope, narrower than a step: it holds plain momentum at 0, and the mean around it leads out.
  @Test func varianceTuningFollowsTheNeighbourhood() throws {
    func slope(_ x: Float) -> Float { abs(x) < 0.001 ? -1 : 1 }
    let victim = SampleVictim(
      inputShape: [1], outputShape: [2], answer: { x in [9, x[0]] }, pullback: { x, c in [c[1] * slope(x[0])] })
    let limits = budget(.linf, 0.2)
    let attacks = [
      MomentumAttack.mifgsm(budget: limits, steps: 20, loss: .margin),
      .vmifgsm(budget: limits, steps: 20, loss: .margin), .vnifgsm(budget: limits, steps: 20, loss: .margin),
    ]
    let ends = try attacks.map { try $0.run([problem([0], away: 0)], against: victim)[0].adversarial.scalars[0] }
    // Down, wait, back to the dent, wait, and from then on up: sixteen of the twenty steps.
    #expect(ends[0] == 0 && abs(ends[1] - 0.16) < 1e-4 && ends[2] > 0.1, "\(ends)")
  }
}
