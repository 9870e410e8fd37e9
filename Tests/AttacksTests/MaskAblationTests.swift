import Attacks
import Tensors
import Testing

@Suite struct MaskAblationTests {
  @Test func thePresetsAreThePapersThree() {
    let usable = MaskAblation.allCases.map { AdaptiveMaskAttack($0) }
    let literal = MaskAblation.allCases.map { LiteralMaskAttack($0) }
    #expect(usable.map(\.name) == ["ssm", "asm", "asma"])
    #expect(literal.map(\.name) == ["ssm-literal", "asm-literal", "asma-literal"])
    #expect(usable.map(\.settings.loss.isAdaptive) == [false, true, true])
    #expect(usable.map(\.settings.isMultiplierDynamic) == [false, false, true])
    #expect(literal.map(\.settings.loss.isAdaptive) == [false, true, true])
    #expect(literal.map(\.settings.isMultiplierDynamic) == [false, false, true])
    #expect(AdaptiveMaskAttack(.asma) == AdaptiveMaskAttack() && LiteralMaskAttack(.asma) == LiteralMaskAttack())
  }

  /// Logits (−x, x − 1): pixel 0 must become 1, pixel 1 stay 0; in the static mask it goes on pulling.
  @Test func theStaticMaskMovesPixelsThatAreRight() throws {
    let victim = SampleVictim.pixelwise([[-1], [1]], bias: [0, -1], height: 1, width: 2)
    let problem = MaskProblem(
      id: "a", clean: Tensor(shape: [1, 1, 2], scalars: [0.2, 0.3]), region: .all([1, 1, 2]),
      goal: MaskGoal(target: [1, 0], height: 1, width: 2))
    let settings = LiteralMaskAttack.Settings(iterations: 2, multiplier: .absolute(tau: 0.01, beta: 0.1))
    let found = try MaskAblation.allCases.map {
      try LiteralMaskAttack($0, settings: settings).run(problem, against: victim)
    }
    #expect(found[0].outcome.adversarial.scalars[1] < 0.29)
    #expect(found[1].outcome.adversarial.scalars[1] == 0.3 && found[2].outcome.adversarial.scalars[1] == 0.3)
    #expect(found[0].trace.map(\.activePixels) == [2, 2] && found[1].trace.map(\.activePixels) == [1, 1])
    #expect(found[0].trace.map(\.multiplier) == [0.01, 0.01])
  }
}
