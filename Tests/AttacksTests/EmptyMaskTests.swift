import Attacks
import Tensors
import Testing

/// The IoU with an empty mask says nothing until the last pixel is gone.
@Suite struct EmptyMaskTests {
  /// Half of the pixels are within reach of the size, half are not.
  @Test(arguments: ["asma", "ssm", "pgd"]) func asManyPixelsGoAsCan(name: String) throws {
    let victim = SampleVictim.pixelwise([[0], [20]], bias: [0, -10], height: 4, width: 4)
    let clean = Tensor(shape: [1, 4, 4], scalars: (0..<16).map { $0 < 8 ? 0.55 : 0.9 })
    let goal = MaskGoal(
      target: [Int](repeating: 0, count: 16), height: 4, width: 4, classCount: 2, ignoredLabel: nil, background: 0,
      aim: .draw)
    let entry = try MaskAttackCatalogue.entry(named: name)
    let attack = try entry.attack(
      MaskAttackRequest(
        bounds: 0...1, norm: .linf, size: 0.1, steps: 60, success: MaskThreshold(.meanIoU, 0.9), seed: 1))
    let problem = MaskProblem(id: "a", clean: clean, region: .all(clean.shape), goal: goal)
    let found = try attack.run(problem, against: victim)
    #expect(!found.outcome.succeeded && found.scores.meanIoU == 0)
    #expect(found.prediction == (0..<16).map { $0 < 8 ? 0 : 1 }, "\(found.prediction)")
  }
}
