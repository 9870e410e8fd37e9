import Attacks
import Tensors
import Testing

/// Ensembles and randomised victims: what they answer is known where their parts are linear.
@Suite struct VictimCompositionTests {
  private let first = SampleVictim.linear([[3, -4], [0, 0]], bias: [-1, 0])
  private let second = SampleVictim.linear([[1, 2], [0, -1]], bias: [0, 0.5])

  @Test func anEnsembleAveragesLogitsAndGradients() throws {
    let ensemble = try EnsembleVictim([first, second], weights: [3, 1])
    let inputs = Tensor(shape: [2, 2], scalars: [2, 0.5, -1, 1])
    let (logits, gradient) = try ensemble.logitsAndGradient(at: inputs) { logits in
      Tensor(shape: logits.shape, scalars: [1, 0, 0, 2])
    }
    // ¾ · (3, 0) + ¼ · (3, 0) and ¾ · (−8, 0) + ¼ · (1, −½).
    #expect(close(logits.scalars, [3, 0, -5.75, -0.125]))
    #expect(close(gradient.scalars, [2.5, -2.5, 0, -0.5]))
    #expect(try ensemble.logits(of: inputs) == logits)
    #expect(first.gradientBatches == [2] && second.gradientBatches == [2], "one pass over each member")
  }

  @Test func anAttackOnAnEnsembleReachesTheOptimumOfTheMean() throws {
    let ensemble = try EnsembleVictim([first, second])
    // The mean margin away from class 0 falls by (1.5 + 0.5, −2 + 1.5)·d: at size 0.2 by 0.2 · 2.5.
    let outcome = try MomentumAttack.mifgsm(budget: budget(.linf, 0.2), loss: .margin).run(
      [problem([2, 0.5], away: 0)], against: ensemble)[0]
    let start = ClassificationLoss.margin(
      try ensemble.logits(of: Tensor(shape: [1, 2], scalars: [2, 0.5])), aims: [ClassAim(goal: .untargeted(label: 0))])
    #expect(abs(Double(outcome.loss) - start.values[0] - 0.2 * 2.5) < 1e-5)
  }

  @Test func whatMakesNoEnsembleIsSaidAtOnce() throws {
    let other = SampleVictim.linear([[1], [0], [0]])
    let error = #expect(throws: EnsembleError.self) { try EnsembleVictim([first, other, first], weights: [1, 0]) }
    #expect(error?.complaints.count == 5)
    #expect(throws: EnsembleError.self) { try EnsembleVictim([]) }
    #expect(try EnsembleVictim([first, DecisionsOnly(second)]).access == .decisions)
  }

  /// With nothing in the background a linear victim behind resampling is linear: `z(x) = ⟨∇z(x), x⟩`, which holds for the
  /// exact adjoint of the resampling alone.
  @Test(arguments: [[4, 5], [2, 3, 4], [6]])
  func theAdjointOfTheResamplingIsExact(shape: [Int]) throws {
    var stream = RandomStream(seed: 5)
    let weights = (0..<2).map { _ in (0..<shape.product).map { _ in stream.nextGaussian() } }
    let victim = RandomizedVictim(
      SampleVictim.linear(weights, inputShape: shape),
      transformation: .diversity(InputDiversity(probability: 0.8, smallestShare: 0.3)), draws: 20, seed: 1)
    let inputs = Tensor(shape: [3] + shape, scalars: (0..<3 * shape.product).map { _ in stream.nextGaussian() })
    let (logits, gradient) = try victim.logitsAndGradient(at: inputs) { logits in
      Tensor(shape: logits.shape, scalars: [0, 1, 0, 1, 0, 1])
    }
    for row in 0..<3 {
      let product = zip(inputs.sample(row).scalars, gradient.sample(row).scalars).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(product - logits.scalars[2 * row + 1]) < 1e-4)
      let plain = zip(inputs.sample(row).scalars, weights[1]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(plain - product) > 1e-3, "the transformation does something")
    }
  }

  @Test(arguments: [
    RandomTransformation.noise(deviation: 0.3), .diversity(InputDiversity(probability: 1, smallestShare: 0.3)),
  ])
  func batchesChangeNoBitAndPointsDrawAnew(transformation: RandomTransformation) throws {
    let victim = RandomizedVictim(sequenceVictim, transformation: transformation, draws: 3, seed: 2)
    let samples = sequenceProblems(4).map(\.clean)
    let together = try victim.logits(of: Tensor(batching: samples)).samples
    for (sample, logits) in zip(samples, together) {
      #expect(try victim.logits(of: Tensor(batching: [sample])).sample(0) == logits)
      let other = RandomizedVictim(sequenceVictim, transformation: transformation, draws: 3, seed: 3)
      #expect(try other.logits(of: Tensor(batching: [sample])).sample(0) != logits)
    }
    let (logits, _) = try victim.logitsAndGradient(at: Tensor(batching: samples)) { $0 }
    #expect(logits.samples == together)
  }

  @Test func noiseAveragesOutAndLeavesTheGradientAsItIs() throws {
    func error(draws: Int) throws -> Float {
      let victim = RandomizedVictim(first, transformation: .noise(deviation: 0.5), draws: draws)
      let (logits, gradient) = try victim.logitsAndGradient(at: Tensor(shape: [1, 2], scalars: [2, 0.5])) { _ in
        Tensor(shape: [1, 2], scalars: [1, 0])
      }
      #expect(close(gradient.scalars, [3, -4]))
      return abs(logits.scalars[0] - 3)
    }
    // The deviation is 2.5 / √draws.
    #expect(try error(draws: 10_000) < 0.1)
    #expect(try error(draws: 1) > 0.1)
  }

  @Test func allDrawsShareOnePass() throws {
    let inner = SampleVictim.linear([[1, 1], [0, 0]])
    let victim = RandomizedVictim(inner, transformation: .noise(deviation: 0.1), draws: 7)
    _ = try MomentumAttack.mifgsm(budget: budget(.linf, 0.1), steps: 2).run(
      [problem([5, 5], away: 0)], against: victim)
    #expect(inner.gradientBatches == [7, 7] && inner.forwardBatches == [7])
  }

  /// Takes so many samples at once.
  private final class Cutting: Victim {
    private let size: Int
    let (inputShape, outputShape) = ([2], [2])

    init(_ size: Int) { self.size = size }

    func passSizes(for count: Int) -> [Int] {
      (0..<(count + size - 1) / size).map { min(size, count - $0 * size) }
    }

    func logits(of inputs: Tensor) -> Tensor { inputs }

    func logitsAndGradient(
      at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
    ) throws -> (logits: Tensor, gradient: Tensor) { (inputs, try cotangent(inputs)) }
  }

  @Test func passesAreCutAsThoseWithinWantThem() throws {
    let (two, three) = (Cutting(2), Cutting(3))
    let noise = RandomTransformation.noise(deviation: 0.1)
    #expect(try EnsembleVictim([three, two]).passSizes(for: 5) == [2, 2, 1])
    #expect(PreprocessedVictim(three, .quantized(levels: 4), bounds: 0...1).passSizes(for: 5) == [3, 2])
    #expect(RandomizedVictim(two, transformation: noise, draws: 1).passSizes(for: 5) == [2, 2, 1])
    #expect(RandomizedVictim(two, transformation: noise, draws: 3).passSizes(for: 5) == [5])
    #expect(VotingVictim(two, transformation: noise, votes: 3).passSizes(for: 5) == [2, 2, 1])
  }
}
