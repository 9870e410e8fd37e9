import Attacks
import Tensors
import Testing

/// Closed forms: on a linear victim a frame is worth `Σ |w| · room`, and the best `k` frames are those that are worth most.
@Suite struct FrameSparseAttackTests {
  private let shape = [1, 5, 2, 2]

  private struct Linear {
    let victim: SampleVictim
    let sample: AttackProblem
    /// The margin's weights inside the region.
    let weights: [Double]
    let margin: Double
  }

  private func linear(seed: UInt64, allowed: (Int) -> Bool = { _ in true }) -> Linear {
    var stream = RandomStream(seed: seed)
    let rows = (0..<2).map { _ in (0..<20).map { _ in stream.nextGaussian() } }
    let clean = (0..<20).map { _ in stream.nextUniform() }
    let region = Region(shape: shape, allowed: (0..<20).map(allowed), name: "test")
    let difference = (0..<20).map { Double(rows[1][$0]) - Double(rows[0][$0]) }
    return Linear(
      victim: .linear(rows, inputShape: shape),
      sample: AttackProblem(
        id: "s", clean: Tensor(shape: shape, scalars: clean), region: region, goal: .untargeted(label: 0)),
      weights: (0..<20).map { allowed($0) ? difference[$0] : 0 },
      margin: zip(difference, clean).reduce(0) { $0 + $1.0 * Double($1.1) })
  }

  private func attack(_ budget: Budget, frames: Int) -> FrameSparseAttack {
    FrameSparseAttack(
      settings: FrameSparseSettings(
        budget: budget, timeAxis: 1, frames: frames, loss: .margin, stopsOnSuccess: false))
  }

  private func changedFrames(_ sample: AttackProblem, _ outcome: Outcome) -> Set<Int> {
    Set((0..<20).filter { sample.clean.scalars[$0] != outcome.adversarial.scalars[$0] }.map { $0 / 4 })
  }

  @Test(arguments: [UInt64(1), 2, 3], [1, 2, 5])
  func reachesTheOptimumInTheBox(seed: UInt64, frames: Int) throws {
    for size: Float in [0.05, 0.4] {
      let linear = linear(seed: seed) { $0 % 3 != 0 }
      let worth = (0..<5).map { frame in
        (frame * 4..<frame * 4 + 4).reduce(0.0) { sum, index in
          let (value, weight) = (Double(linear.sample.clean.scalars[index]), linear.weights[index])
          return sum + abs(weight) * min(Double(size), weight > 0 ? 1 - value : value)
        }
      }
      let optimum = linear.margin + worth.sorted(by: >).prefix(frames).reduce(0, +)
      let outcome = try attack(budget(.linf, size, 0...1), frames: frames).run([linear.sample], against: linear.victim)[
        0]
      #expect(abs(Double(outcome.loss) - optimum) < 1e-5, "\(outcome.loss) of \(optimum)")
      #expect(changedFrames(linear.sample, outcome).count <= frames)
    }
  }

  @Test(arguments: [UInt64(1), 2, 3], [1, 3])
  func reachesTheOptimumInTheBall(seed: UInt64, frames: Int) throws {
    let linear = linear(seed: seed)
    let energies = (0..<5).map { frame in
      linear.weights[frame * 4..<frame * 4 + 4].reduce(0) { $0 + $1 * $1 }
    }
    let optimum = linear.margin + 0.5 * energies.sorted(by: >).prefix(frames).reduce(0, +).squareRoot()
    let outcome = try attack(budget(.l2, 0.5), frames: frames).run([linear.sample], against: linear.victim)[0]
    #expect(abs(Double(outcome.loss) - optimum) < 1e-5, "\(outcome.loss) of \(optimum)")
    #expect(changedFrames(linear.sample, outcome).count == frames)
  }

  @Test func moreFramesAndMoreSizeAreNeverWorse() throws {
    let linear = linear(seed: 7)
    let byFrames = try (0...6).map {
      try attack(budget(.linf, 0.2), frames: $0).run([linear.sample], against: linear.victim)[0].loss
    }
    let bySize = try [Float(0), 0.01, 0.1, 1].map {
      try attack(budget(.linf, $0), frames: 2).run([linear.sample], against: linear.victim)[0].loss
    }
    #expect(byFrames == byFrames.sorted() && bySize == bySize.sorted())
    #expect(byFrames[5] == byFrames[6] && abs(Double(byFrames[0]) - linear.margin) < 1e-5)
  }

  /// Frames are worth 3, 1, 2, 1, 1 and 4.5 are needed: two frames do.
  @Test func growingFindsTheFewestFrames() throws {
    let weights: [Float] = [3, 1, 2, 1, 1].flatMap { [Float](repeating: $0 / 4, count: 4) }
    let victim = SampleVictim.linear(
      [[Float](repeating: 0, count: 20), weights], bias: [4.5, 0], inputShape: shape)
    let sample = AttackProblem(
      id: "s", clean: Tensor(shape: shape, scalars: [Float](repeating: 0, count: 20)), region: .all(shape),
      goal: .untargeted(label: 0))
    var settings = FrameSparseSettings(
      budget: budget(.linf, 1), timeAxis: 1, frames: 5, growsFrames: true, loss: .margin)
    let outcome = try FrameSparseAttack(settings: settings).run([sample], against: victim)[0]
    #expect(outcome.succeeded && changedFrames(sample, outcome) == [0, 2])
    settings.frames = 1
    #expect(try !FrameSparseAttack(settings: settings).run([sample], against: victim)[0].succeeded)
  }

  /// Frame 0 has the steeper slope at first, but saturates; frame 1 does not.
  @Test func choosesAgainWhereTheFirstChoiceLeadsTo() throws {
    let victim = SampleVictim(
      inputShape: [2], outputShape: [2],
      answer: { x in [5, 2 * min(x[0], 0.1) + max(x[0] - 0.1, 0) / 10 + x[1]] },
      pullback: { x, c in [c[1] * (x[0] > 0.1 ? 0.1 : 2), c[1]] })
    let losses = try [1, 2].map { rounds in
      var settings = FrameSparseSettings(
        budget: budget(.linf, 0.5), timeAxis: 0, frames: 1, rounds: rounds, loss: .margin)
      settings.steps = 3
      return try FrameSparseAttack(settings: settings).run([problem([0, 0], away: 0)], against: victim)[0].loss
    }
    #expect(losses[0] < -4.7 && abs(losses[1] - -4.5) < 1e-5, "\(losses)")
  }

  @Test func countsItsPasses() throws {
    let linear = linear(seed: 1)
    var settings = attack(budget(.linf, 0.4), frames: 2).settings
    settings.stepSize = 0.3
    let outcome = try FrameSparseAttack(settings: settings).run([linear.sample], against: linear.victim)[0]
    // The clean input, after one step and after two, where a third leads nowhere; then the choice comes back.
    #expect(outcome.backwards == 3 && outcome.forwards == 3 && outcome.iterations == 3)
  }
}
