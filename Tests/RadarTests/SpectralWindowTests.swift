import Radar
import Testing

@Suite struct SpectralWindowTests {
  /// numpy.hanning, numpy.hamming and numpy.blackman of 6; Blackman-Harris from its formula.
  @Test(arguments: [
    (SpectralWindow.rectangular, [1, 1, 1, 1, 1, 1] as [Float]),
    (.hann, [0, 0.3454915, 0.9045085, 0.9045085, 0.3454915, 0]),
    (.hamming, [0.08, 0.39785218, 0.91214782, 0.91214782, 0.39785218, 0.08]),
    (.blackman, [0, 0.20077014, 0.84922986, 0.84922986, 0.20077014, 0]),
    (.blackmanHarris, [6e-5, 0.10301149, 0.79383351, 0.79383351, 0.10301149, 6e-5]),
  ])
  func agreesWithNumpy(window: SpectralWindow, expected: [Float]) {
    for (weight, reference) in zip(window.weights(count: 6), expected) { #expect(abs(weight - reference) < 1e-6) }
  }

  @Test(arguments: SpectralWindow.allCases)
  func isSymmetricAndKnowsShortLengths(window: SpectralWindow) {
    #expect(window.weights(count: 1) == [1])
    let weights = window.weights(count: 33)
    for index in weights.indices { #expect(abs(weights[index] - weights[32 - index]) < 1e-6) }
    #expect(abs(weights[16] - 1) < 1e-6)
  }
}
