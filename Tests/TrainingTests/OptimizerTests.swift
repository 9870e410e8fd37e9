import Tensors
import Testing
import Training

@Suite struct OptimizerTests {
  struct Known: Decodable {
    struct Case: Decodable {
      struct Settings: Decodable {
        let momentum, weightDecay, beta1, beta2, epsilon: Double?
        let isNesterov: Bool?
      }
      let name: String
      let settings: Settings
      let rate: Double
      let trace: [[[Float]]]

      var optimizer: OptimizerSettings {
        if let momentum = settings.momentum {
          return .sgd(
            SGDSettings(
              momentum: momentum, isNesterov: settings.isNesterov ?? false, weightDecay: settings.weightDecay ?? 0))
        }
        return .adamW(
          AdamWSettings(
            beta1: settings.beta1 ?? 0, beta2: settings.beta2 ?? 0, epsilon: settings.epsilon ?? 0,
            weightDecay: settings.weightDecay ?? 0))
      }
    }
    let start: [[Float]]
    let gradients: [[[Float]]]
    let cases: [Case]
  }

  private static let shapes = [[2, 3], [4]]
  private static func tensors(_ numbers: [[Float]]) -> [Tensor] {
    zip(shapes, numbers).map { Tensor(shape: $0, scalars: $1) }
  }

  @Test(arguments: 0..<5) func everyStepIsThatOfPyTorch(_ index: Int) throws {
    let known: Known = try TorchFixture.read("optimizers.json")
    let expected = known.cases[index]
    var optimizer = Optimizer(expected.optimizer, shapes: Self.shapes, decays: [true, false])
    var parameters = Self.tensors(known.start)
    for (gradient, after) in zip(known.gradients, expected.trace) {
      let gradients = Self.tensors(gradient)
      let scale = GradientNorm.clippingScale(norm: GradientNorm.global(gradients), limit: 2)
      optimizer.step(&parameters, gradients: gradients, scale: scale, rate: expected.rate)
      for (mine, theirs) in zip(parameters, after) {
        for (a, b) in zip(mine.scalars, theirs) { #expect(abs(a - b) < 1e-5, "\(expected.name)") }
      }
    }
  }

  @Test func goingOnFromRememberedValuesIsGoingOn() throws {
    let known: Known = try TorchFixture.read("optimizers.json")
    for settings in [OptimizerSettings.sgd, .adamW] {
      var whole = Optimizer(settings, shapes: Self.shapes, decays: [true, true])
      var first = whole
      var (a, b) = (Self.tensors(known.start), Self.tensors(known.start))
      for gradient in known.gradients { whole.step(&a, gradients: Self.tensors(gradient), rate: 0.1) }
      for gradient in known.gradients.prefix(3) { first.step(&b, gradients: Self.tensors(gradient), rate: 0.1) }
      var second = Optimizer(settings, shapes: Self.shapes, decays: [true, true])
      second.restore(stepCount: first.stepCount, slots: first.slots)
      for gradient in known.gradients.dropFirst(3) { second.step(&b, gradients: Self.tensors(gradient), rate: 0.1) }
      #expect(a == b)
    }
  }

  @Test func clippingShortensLongGradientsOnly() {
    let gradients = [Tensor(shape: [2], scalars: [3, 0]), Tensor(shape: [1], scalars: [4])]
    #expect(GradientNorm.global(gradients) == 5)
    #expect(abs(GradientNorm.clippingScale(norm: 5, limit: 1) - 0.2) < 1e-6)
    #expect(GradientNorm.clippingScale(norm: 5, limit: 10) == 1)
    #expect(GradientNorm.clippingScale(norm: 5, limit: nil) == 1)
  }

  @Test func anAverageForgetsTheBeginningSoonAndThenMovesSlowly() {
    var average = WeightAverage(decay: 0.99, of: [Tensor(scalar: 100)])
    average.update([Tensor(scalar: 1)], stepCount: 1)
    #expect(abs(average.tensors[0].scalars[0] - (2.0 / 11 * 100 + 9.0 / 11)) < 1e-4)
    for step in 2...2000 { average.update([Tensor(scalar: 1)], stepCount: step) }
    #expect(abs(average.tensors[0].scalars[0] - 1) < 1e-3)
    average.update([Tensor(scalar: 2)], stepCount: 2001)
    #expect(abs(average.tensors[0].scalars[0] - 1.01) < 1e-3)
  }
}
