import Evaluation
import Tensors
import Testing

/// The generator of generate_similarity.py.
private func numbers(_ count: Int, seed: Int) -> [Float] {
  var state = seed
  return (0..<count).map { _ in
    state = (1_103_515_245 * state + 12345) % (1 << 31)
    return Float(Double(state) / Double(1 << 31))
  }
}

private func pair(_ shape: [Int], _ strength: Float) -> (clean: Tensor, changed: Tensor) {
  let x = numbers(shape.product, seed: 1), noise = numbers(shape.product, seed: 2)
  let y = zip(x, noise).map { min(max($0 + strength * ($1 - 0.5), 0), 1) }
  return (Tensor(shape: shape, scalars: x), Tensor(shape: shape, scalars: y))
}

/// Golden numbers: generate_similarity.py, with scikit-image 0.26.0 and numpy.
@Suite struct PerturbationMeasureTests {
  struct Golden: Sendable {
    var shape: [Int]
    var strength: Float
    var ssim: Double
    var wideSSIM: Double
    var psnr: Double
    var l0: Int
    var l1: Double
    var l2: Double
    var linf: Double
  }

  static let goldens = [
    Golden(
      shape: [1, 16, 20], strength: 0.25, ssim: 0.9676729905288762, wideSSIM: 0.9682796240555385,
      psnr: 22.957865197790607, l0: 320, l1: 19.687986343167722, l2: 1.2725701419859556, linf: 0.12353476881980896),
    Golden(
      shape: [2, 3, 11, 15], strength: 0.5, ssim: 0.8839231091284439, wideSSIM: 0.8859126749715487,
      psnr: 17.321659666147212, l0: 990, l1: 115.83314671320841, l2: 4.282867255919009, linf: 0.24898988008499146),
    Golden(
      shape: [11, 11], strength: 0.125, ssim: 0.9896092623971823, wideSSIM: 0.9897874029143363,
      psnr: 28.63559891774937, l0: 121, l1: 3.923534208908677, l2: 0.40701717840378726, linf: 0.06159670650959015),
  ]

  @Test(arguments: goldens) func everyMeasureAgreesWithScikitImageAndNumpy(golden: Golden) {
    let (clean, changed) = pair(golden.shape, golden.strength)
    let layout = SampleLayout(shape: golden.shape)
    let size = PerturbationMeasure.size(clean: clean, changed: changed, bounds: 0...1, layout: layout)
    #expect(size.l0 == golden.l0)
    #expect(abs(size.l1 - golden.l1) < 1e-9)
    #expect(abs(size.l2 - golden.l2) < 1e-9)
    #expect(size.linf == golden.linf)
    #expect(abs(size.psnr - golden.psnr) < 1e-9)
    #expect(abs(size.ssim - golden.ssim) < 1e-9)
    #expect(abs(StructuralSimilarity.mean(clean, changed, range: 2, layout: layout) - golden.wideSSIM) < 1e-9)
  }

  @Test func framesAreMeasuredAlongTheTimeAxis() {
    let (clean, changed) = pair([2, 3, 11, 15], 0.5)
    let layout = SampleLayout(shape: [2, 3, 11, 15], axes: [.channel, .time, .range, .doppler])
    let frames = PerturbationMeasure.perFrame(clean: clean, changed: changed, layout: layout)
    #expect(frames.count == 3)
    for (frame, golden) in zip(frames, [2.429414439720833, 2.583980156235529, 2.400821518580701]) {
      #expect(abs(frame - golden) < 1e-9)
    }
    let still = SampleLayout(shape: [2, 3, 11, 15])
    #expect(PerturbationMeasure.perFrame(clean: clean, changed: changed, layout: still).isEmpty)
  }

  @Test func similarityFindsItsPlanesByTheAxesNames() {
    let (clean, changed) = pair([3, 11, 15], 0.5)
    // The same planes with time last, as some recordings store them.
    func timeLast(_ tensor: Tensor) -> Tensor {
      Tensor(
        shape: [11, 15, 3],
        scalars: (0..<11 * 15 * 3).map { tensor.scalars[$0 % 3 * 165 + $0 / 3] })
    }
    let first = SampleLayout(shape: [3, 11, 15], axes: [.time, .range, .doppler])
    let last = SampleLayout(shape: [11, 15, 3], axes: [.range, .doppler, .time])
    let similarity = StructuralSimilarity.mean(clean, changed, range: 1, layout: first)
    #expect(
      abs(StructuralSimilarity.mean(timeLast(clean), timeLast(changed), range: 1, layout: last) - similarity) < 1e-12)
  }

  @Test func anUnchangedInputHasInfinitePSNRAndSimilarityOne() {
    let (clean, _) = pair([1, 16, 20], 0.25)
    let size = PerturbationMeasure.size(
      clean: clean, changed: clean, bounds: 0...1, layout: SampleLayout(shape: [1, 16, 20]))
    #expect(size.l0 == 0 && size.l2 == 0 && size.psnr == .infinity)
    #expect(abs(size.ssim - 1) < 1e-12)
  }

  @Test(arguments: [[5], [8, 8], [2, 10, 30], []]) func similarityOfSmallPlanesIsNotANumber(shape: [Int]) {
    let (clean, changed) = pair(shape, 0.25)
    #expect(StructuralSimilarity.mean(clean, changed, range: 1, layout: SampleLayout(shape: shape)).isNaN)
  }
}
