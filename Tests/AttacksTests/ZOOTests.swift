import Attacks
import Testing

@Suite struct ZOOTests {
  @Test(arguments: [Float(0), 0.2])
  func reachesItsConfidence(confidence: Float) throws {
    let victim = SampleVictim.linear([[0, 0], [3, -4]], bias: [0.5, 0.25])
    let settings = ZOOSettings(bounds: 0...1, queries: 5000, confidence: confidence)
    let outcome = try ZOO(settings: settings).run([problem([0.5, 0.5], away: 0)], against: victim)[0]
    let length = PerturbationNorms(clean: vector([0.5, 0.5]), adversarial: outcome.adversarial).l2
    #expect(outcome.succeeded && outcome.loss >= confidence)
    #expect(length / ((0.75 + Double(confidence)) / 5) <= 1.01)
  }

  /// Two elements a step, each asked about above and below: a step is four queries and one, or that one alone.
  @Test func asksAboutSomeElementsAStep() throws {
    let sample = LinearQueryCase(seed: 1)
    let settings = ZOOSettings(bounds: 0...1, queries: 300, elementsPerStep: 2, searches: 1)
    _ = try ZOO(settings: settings).run([sample.problem], against: sample.victim)
    #expect(Set(sample.victim.forwardBatches) == [1, 4])
  }
}
