internal import Foundation
internal import Tensors

/// The Doppler spectrum of a frame of sweeps, as the maker's own gesture application computes it.
///
/// For S sweeps x[s] at one range: y = |F(w · (x − mean x))|, with w the symmetric Hann window of S points divided by its
/// sum, F the discrete Fourier transform with zero Doppler moved to bin S / 2. All but the magnitude is linear, so it is
/// one S × S matrix, made once: A[k, s] = w'[s, k] − mean over sweeps of w'[·, k], w'[s, k] = w[s] exp(−2πi f(k) s / S).
///
/// | | shape |
/// |---|---|
/// | in | [time, sweep, range, 2] (real, imaginary) |
/// | out | [1, time, range, doppler], as many Doppler bins as sweeps |
struct SweepSpectrum {
  private let sweepCount: Int
  /// [doppler, sweep], real and imaginary part.
  private let real: [Float]
  private let imaginary: [Float]

  init(sweepCount: Int, of path: String) throws(RadarError) {
    guard (3...4096).contains(sweepCount) else {
      throw RadarError(
        path, "frames of \(sweepCount) sweeps have no useful Doppler spectrum",
        remedy: "record 3 to 4096 sweeps a frame (16 are usual)")
    }
    self.sweepCount = sweepCount
    let window = Self.hann(sweepCount)
    var (real, imaginary): ([Float], [Float]) = ([], [])
    for bin in 0..<sweepCount {
      let row = Self.row(bin, window)
      real.append(contentsOf: row.map { Float($0.real) })
      imaginary.append(contentsOf: row.map { Float($0.imaginary) })
    }
    (self.real, self.imaginary) = (real, imaginary)
  }

  private static func hann(_ count: Int) -> [Double] {
    let window = (0..<count).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(count - 1)) }
    let sum = window.reduce(0, +)
    return window.map { $0 / sum }
  }

  private static func row(_ bin: Int, _ window: [Double]) -> [(real: Double, imaginary: Double)] {
    let count = window.count
    let frequency = (bin + (count + 1) / 2) % count
    let plain = window.enumerated().map { sweep, weight in
      let angle = -2 * Double.pi * Double(frequency * sweep % count) / Double(count)
      return (real: weight * cos(angle), imaginary: weight * sin(angle))
    }
    let meanReal = plain.reduce(0) { $0 + $1.real } / Double(count)
    let meanImaginary = plain.reduce(0) { $0 + $1.imaginary } / Double(count)
    return plain.map { (real: $0.real - meanReal, imaginary: $0.imaginary - meanImaginary) }
  }

  func magnitudes(_ sweeps: Tensor) -> Tensor {
    let (frameCount, rangeCount) = (sweeps.shape[0], sweeps.shape[2])
    var result = Tensor(shape: [1, frameCount, rangeCount, sweepCount])
    sweeps.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        for column in 0..<frameCount * rangeCount {
          let (frame, range) = (column / rangeCount, column % rangeCount)
          let start = 2 * (frame * sweepCount * rangeCount + range)
          for bin in 0..<sweepCount {
            target[column * sweepCount + bin] = magnitude(bin, source, from: start, apart: 2 * rangeCount)
          }
        }
      }
    }
    return result
  }

  private func magnitude(_ bin: Int, _ source: UnsafeBufferPointer<Float>, from start: Int, apart: Int) -> Float {
    var (sumReal, sumImaginary): (Float, Float) = (0, 0)
    for sweep in 0..<sweepCount {
      let (x, y) = (source[start + sweep * apart], source[start + sweep * apart + 1])
      let (c, s) = (real[bin * sweepCount + sweep], imaginary[bin * sweepCount + sweep])
      sumReal += c * x - s * y
      sumImaginary += c * y + s * x
    }
    return (sumReal * sumReal + sumImaginary * sumImaginary).squareRoot()
  }
}
