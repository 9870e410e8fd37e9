import Attacks
import Tensors
import Testing

/// Closed forms: on a linear victim the best patch takes each element of its square to the better of its two bounds, at the
/// place where that is worth most.
@Suite struct FramePatchAttackTests {
  private let shape = [2, 3, 4, 5]
  private var count: Int { shape.product }

  /// The best margin that any square of the given side gives, by trying all places.
  private func optimum(
    weights: [Float], clean: [Float], allowed: [Bool], side: Int, shared: Bool
  ) -> Double {
    var best = -Double.infinity
    for row in 0...4 - side {
      for column in 0...5 - side {
        var margin = zip(weights, clean).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        for channel in 0..<2 {
          for place in 0..<20
          where (row..<row + side).contains(place / 5) && (column..<column + side).contains(place % 5) {
            let elements = (0..<3).map { (channel * 3 + $0) * 20 + place }.filter { allowed[$0] }
            for group in shared ? [elements] : elements.map({ [$0] }) {
              let gains = [Double(0), 1].map { value in
                group.reduce(0.0) { $0 + Double(weights[$1]) * (value - Double(clean[$1])) }
              }
              margin += max(gains[0], gains[1])
            }
          }
        }
        best = max(best, margin)
      }
    }
    return best
  }

  @Test(arguments: [1, 2, 4], [false, true])
  func reachesTheOptimumOfRandomLinearVictims(side: Int, shared: Bool) throws {
    for seed: UInt64 in [1, 2, 3] {
      var stream = RandomStream(seed: seed)
      let weights = (0..<count).map { _ in stream.nextGaussian() }
      let clean = (0..<count).map { _ in stream.nextUniform() }
      let allowed = (0..<count).map { seed == 3 ? $0 % 5 != 0 : true }
      let victim = SampleVictim.linear(
        [[Float](repeating: 0, count: count), weights], inputShape: shape)
      let sample = AttackProblem(
        id: "s", clean: Tensor(shape: shape, scalars: clean), region: Region(shape: shape, allowed: allowed, name: "r"),
        goal: .untargeted(label: 0))
      let attack = FramePatchAttack(
        settings: FramePatchSettings(
          bounds: 0...1, timeAxis: 1, side: side, sharesContent: shared, places: 1, loss: .margin,
          stopsOnSuccess: false))
      let outcome = try attack.run([sample], against: victim)[0]
      let best = optimum(weights: weights, clean: clean, allowed: allowed, side: side, shared: shared)
      #expect(abs(Double(outcome.loss) - best) < 1e-5, "\(outcome.loss) of \(best)")
      let changed = (0..<count).filter { clean[$0] != outcome.adversarial.scalars[$0] }
      #expect(Set(changed.map { $0 % 20 }).count <= side * side)
      #expect(changed.allSatisfy { allowed[$0] })
    }
  }

  @Test func aSharedContentIsTheSameInEveryFrame() throws {
    let attack = FramePatchAttack(
      settings: FramePatchSettings(bounds: 0...1, timeAxis: 1, side: 2, sharesContent: true, stopsOnSuccess: false))
    let clean = sequenceProblems(1)[0].clean
    let sample = AttackProblem(id: "s", clean: clean, region: .all(sequenceShape), goal: .targeted(class: 1))
    let outcome = try attack.run([sample], against: sequenceVictim)[0]
    let patch = (0..<clean.count).filter { clean.scalars[$0] != outcome.adversarial.scalars[$0] }
    let values = Dictionary(grouping: patch) { $0 / 36 * 9 + $0 % 9 }.mapValues { places in
      Set(places.map { outcome.adversarial.scalars[$0] })
    }
    #expect(values.count == 2 * 4 && values.values.allSatisfy { $0.count == 1 })
  }

  @Test func anImageHasNoTimeAxis() throws {
    let victim = SampleVictim.linear([[0, 0, 0, 0], [1, 5, 1, 1]], bias: [4, 0], inputShape: [2, 2])
    let sample = AttackProblem(
      id: "s", clean: Tensor(repeating: 0, shape: [2, 2]), region: .all([2, 2]), goal: .untargeted(label: 0))
    let outcome = try FramePatchAttack(settings: FramePatchSettings(bounds: 0...1, timeAxis: nil, side: 1)).run(
      [sample], against: victim)[0]
    #expect(outcome.succeeded && outcome.adversarial.scalars[1] > 0.8)
    #expect(PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial).l0 == 1)
  }
}
