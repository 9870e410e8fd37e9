import Attacks
import Testing

@Suite struct GeoDATests {
  /// Normals made of low frequencies are better ones for a victim that sees no others.
  @Test func lowFrequenciesMakeBetterNormals() throws {
    let waves = LowFrequencyCase()
    let lengths = try [Float(0.25), 1].map { share in
      let attack = GeoDA(
        norm: .l2, settings: DecisionSettings(bounds: 0...1, queries: 300), rounds: 2, frequencies: share)
      let outcome = try attack.run([waves.problem], against: waves.victim)[0]
      return PerturbationNorms(clean: waves.problem.clean, adversarial: outcome.adversarial).l2
    }
    #expect(lengths[0] < lengths[1])
  }

  /// Two rounds, of which the second has 0.6^(−2/3) as many decisions.
  @Test func laterRoundsHaveMoreDecisions() throws {
    let sample = LinearQueryCase(seed: 2)
    let attack = GeoDA(norm: .l2, settings: DecisionSettings(bounds: 0...1, queries: 260), rounds: 2)
    let outcome = try attack.run([sample.problem], against: sample.victim)[0]
    let rounds = sample.victim.forwardBatches.filter { $0 > 20 }
    #expect(rounds.count == 2 && outcome.iterations == 2)
    #expect(abs(Double(rounds[1]) / Double(rounds[0]) - 1.4057) < 0.05)
  }
}
