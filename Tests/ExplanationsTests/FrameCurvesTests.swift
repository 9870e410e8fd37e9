import Explanations
import Tensors
import Testing

@Suite struct FrameCurvesTests {
  @Test func perturbationsAreMeasuredFrameByFrame() throws {
    let clean = Tensor(repeating: 1, shape: [2, 3, 2])
    let adversarial = Tensor(shape: [2, 3, 2], scalars: [1, 1, 4, 1, 1, 1, 1, 5, 1, 1, 1, 0])
    let axes: [Axis] = [.channel, .time, .range]
    let curves = try FrameCurves(clean: clean, adversarial: adversarial, axes: axes, importance: [0.5, 0.3, 0.1])
    #expect(curves.l2 == [4, 3, 1] && curves.linf == [4, 3, 1])
    #expect(curves.rankCorrelation == 1)
    #expect(throws: ExplanationError.self) {
      try FrameCurves(clean: clean, adversarial: adversarial, axes: axes, importance: [1])
    }
    #expect(throws: ExplanationError.self) {
      try FrameCurves(clean: clean, adversarial: clean, axes: [.channel, .height, .width], importance: [1])
    }
  }

  @Test func nothingPerturbedHasNoCorrelation() throws {
    let clean = Tensor(repeating: 1, shape: [3, 2])
    let curves = try FrameCurves(clean: clean, adversarial: clean, axes: [.time, .range], importance: [1, 2, 3])
    #expect(curves.l2 == [0, 0, 0] && curves.rankCorrelation == nil)
  }

  @Test func sharesOfImportanceAddUp() {
    #expect(FrameCurves.share(of: [1, 2, 1], in: [false, true, false]) == 0.5)
    #expect(FrameCurves.share(of: [0, 0], in: [true, false]) == nil)
  }
}
