import Foundation
import Fourier
import Testing

/// The sequence of generate_spectra.py.
private func sequence(_ count: Int) -> [Float] { (0..<count).map { Float((37 * $0 + 11) % 64) / 32 - 1 } }

private func distance(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { abs($0 - $1) }.max() ?? 0 }

@Suite struct ComplexFourierTransformTests {
  @Test(arguments: SpectraFixture.complex.keys.sorted())
  func agreesWithNumpy(length: Int) throws {
    let expected = try #require(SpectraFixture.complex[length])
    let spectrum = ComplexFourierTransform(length: length).transformed(sequence(2 * length))
    #expect(spectrum.count == expected.count)
    #expect(distance(spectrum, expected) < 1e-5 * Float(length))
  }

  @Test(arguments: [1, 2, 7, 31, 60, 97, 128, 384])
  func inverseAfterForwardMultipliesByTheLength(length: Int) {
    let numbers = sequence(2 * length)
    let spectrum = ComplexFourierTransform(length: length).transformed(numbers)
    let back = ComplexFourierTransform(length: length, direction: .inverse).transformed(spectrum)
    #expect(distance(back.map { $0 / Float(length) }, numbers) < 1e-5)
  }

  @Test func readsEveryThirdPairAndWritesWhereItIsTold() {
    let (length, stride) = (5, 3)
    let numbers = sequence(2 * (2 + length * stride))
    var picked: [Float] = []
    for index in 0..<length {
      let pair = 2 * (2 + stride * index)
      picked += numbers[pair...pair + 1]
    }
    let transform = ComplexFourierTransform(length: length)
    var result = [Float](repeating: 7, count: 2 * (length + 2))
    var span = result.mutableSpan
    transform.transform(numbers.span, from: 2, stride: stride, into: &span, at: 1)
    #expect(Array(result[2..<12]) == transform.transformed(picked))
    #expect(result[0] == 7 && result[1] == 7 && result[12] == 7 && result[13] == 7)
  }
}

@Suite struct RealFourierTransformTests {
  @Test(arguments: SpectraFixture.real.keys.sorted())
  func agreesWithNumpy(length: Int) throws {
    let expected = try #require(SpectraFixture.real[length])
    var transform = RealFourierTransform(length: length)
    #expect(transform.binCount == length / 2 + 1)
    let spectrum = transform.transformed(sequence(length))
    #expect(spectrum.count == expected.count)
    #expect(distance(spectrum, expected) < 1e-5 * Float(length))
  }

  /// Longer than kissfft's table of small butterflies: a prime, and twice a prime.
  @Test(arguments: [101, 202, 256])
  func keepsTheEnergyOfTheSequence(length: Int) {
    let numbers = sequence(length)
    var transform = RealFourierTransform(length: length)
    let spectrum = transform.transformed(numbers)
    var energy = 0.0
    for bin in 0..<transform.binCount {
      let (re, im) = (Double(spectrum[2 * bin]), Double(spectrum[2 * bin + 1]))
      let isOwnMirror = bin == 0 || 2 * bin == length
      energy += (isOwnMirror ? 1 : 2) * (re * re + im * im)
    }
    let expected = Double(length) * numbers.reduce(0) { $0 + Double($1) * Double($1) }
    #expect(abs(energy - expected) < 1e-4 * expected)
  }
}
