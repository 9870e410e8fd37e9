import Attacks
import Engine
import Graphs
import Tensors
import TestSupport
import Testing
import Victims

/// Segmentation inside a box: searches beside a fixed part.
@Suite struct ConeMaskVictimTests {
  @Test func aMaskSearchFindsWhatItFindsInFullPasses() throws {
    let runner = try ModelRunner(largestBatch: 1) { try ConeCase.encoderAndDecoder.graph($0) }
    var random = RandomTensors(seed: 2)
    let clean = random.uniform([2, 8, 16], in: 0...1)
    let region = Region(shape: clean.shape, allowed: (0..<256).map { $0 % 16 >= 13 }, name: "columns")
    let victim = try ModelVictim(runner)
    #expect(try victim.fixedPart(of: clean, outside: region) != nil)
    let before = try victim.logits(of: Tensor(batching: [clean])).scalars
    let mask = (0..<128).map { pixel -> Int in
      let scores = [before[pixel], before[128 + pixel], before[256 + pixel]]
      return scores[0] >= max(scores[1], scores[2]) ? 0 : scores[1] >= scores[2] ? 1 : 2
    }
    let goal = MaskGoal(
      target: mask, height: 8, width: 16, classCount: 3, ignoredLabel: 255, background: nil, aim: .destroy)
    let problem = MaskProblem(id: "a", clean: clean, region: region, goal: goal)
    let request = MaskAttackRequest(bounds: 0...1, norm: .linf, size: 0.1, steps: 10, seed: 1)
    let attack = try MaskAttackCatalogue.entry(named: "pgd").attack(request)
    let cone = try attack.run(problem, against: victim)
    let full = try attack.run(problem, against: ModelVictim(runner, keepsFixedActivations: false))
    #expect(cone.scores == full.scores && cone.bestIteration == full.bestIteration)
    #expect(cone.outcome.backwards == full.outcome.backwards)
    // The best image is looked at once more in a full pass.
    #expect(cone.outcome.forwards == full.outcome.forwards + 1)
    #expect(Conformance.error(cone.outcome.adversarial, full.outcome.adversarial) < 1e-4)
  }
}
