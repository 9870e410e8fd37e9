import Attacks
import Tensors
import Testing

/// Targets in a corner, where two boundaries meet: the margin has a kink there, and no straight boundary says it all.
@Suite struct SmallestPerturbationKinkTests {
  /// The target's own boundary with the label is not where the target begins: another class is in between.
  @Test(arguments: Seeker.all.filter { $0.norm == .l2 }, [UInt64(21), 23, 26])
  func reachesTheCornerOfATarget(seeker: Seeker, seed: UInt64) throws {
    let linear = LinearCase(seed: seed, gaps: [0.3, 0.9, 0.4], place: .inside, masked: false, count: 12)
    let optimum = linear.euclideanDistance(toBecome: 2)
    #expect(optimum > 1.005 * linear.distance(to: 2, .l2), "no corner")
    let sample = problem(linear.clean, to: 2, label: 0)
    let outcome = try seeker.attack(bounds: -4...5).run([sample], against: linear.victim)[0]
    let ratio = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial).l2 / optimum
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
  }

  // Class 2 begins where classes 0 and 1 meet, at (−0.18, 0.2267); with L1 on the boundary with class 0.
  @Test(arguments: Seeker.all.filter { $0.norm != .l0 })
  func reachesTheCornerOfTheTextbookVictim(seeker: Seeker) throws {
    let victim = SampleVictim.linear([[1, 2], [0, -1], [-2, 0.5]], bias: [0, 0.5, -0.2])
    let optima: [Norm: Double] = [.l2: 0.510338, .linf: 0.48, .l1: 0.566667]
    let optimum = try #require(optima[seeker.norm])
    let sample = problem([0.3, 0.4], to: 2)
    let outcome = try seeker.attack(bounds: -1...1).run([sample], against: victim)[0]
    let ratio = PerturbationNorms(clean: sample.clean, adversarial: outcome.adversarial)(seeker.norm) / optimum
    #expect(outcome.succeeded && ratio >= 0.9999 && ratio <= 1.01, "ratio \(ratio)")
  }
}
