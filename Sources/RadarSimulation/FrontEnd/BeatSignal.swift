internal import Foundation

/// The samples of one chirp and receiver, to which echoes are added.
///
/// A tone is a phasor turned by the same angle from sample to sample; eight lanes make eight samples a turn, each begun in
/// double precision so that rounding does not pile up over more than an eighth of the chirp.
struct BeatSignal {
  private var real: [SIMD8<Float>]
  private var imaginary: [SIMD8<Float>]
  private let sampleCount: Int
  private let isComplex: Bool

  init(sampleCount: Int, isComplex: Bool) {
    self.sampleCount = sampleCount
    self.isComplex = isComplex
    real = [SIMD8<Float>](repeating: .zero, count: (sampleCount + 7) / 8)
    imaginary = isComplex ? real : []
  }

  mutating func clear() {
    for index in real.indices { real[index] = .zero }
    for index in imaginary.indices { imaginary[index] = .zero }
  }

  /// Adds `amplitude · exp i(phase + turn · n)`.
  mutating func add(amplitude: Double, phase: Double, turn: Double) {
    var (x, y) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    var (re, im) = (amplitude * cos(phase), amplitude * sin(phase))
    let (c, s) = (cos(turn), sin(turn))
    for lane in 0..<8 {
      (x[lane], y[lane]) = (Float(re), Float(im))
      (re, im) = (re * c - im * s, re * s + im * c)
    }
    let step = (Float(cos(8 * turn)), Float(sin(8 * turn)))
    let (stepReal, stepImaginary) = (SIMD8(repeating: step.0), SIMD8(repeating: step.1))
    if isComplex {
      for index in real.indices {
        real[index] += x
        imaginary[index] += y
        (x, y) = (x * stepReal - y * stepImaginary, x * stepImaginary + y * stepReal)
      }
    } else {
      for index in real.indices {
        real[index] += x
        (x, y) = (x * stepReal - y * stepImaginary, x * stepImaginary + y * stepReal)
      }
    }
  }

  /// Appends the samples: real ones, or pairs.
  func append(to samples: inout [Float]) {
    for index in 0..<sampleCount {
      samples.append(real[index / 8][index % 8])
      if isComplex { samples.append(imaginary[index / 8][index % 8]) }
    }
  }
}
