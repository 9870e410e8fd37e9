internal import Foundation

/// Where the echo of each cell comes from, seen by two receivers.
///
/// With z = Σ x1·conj(x2) over the bins of a cell: `angle = w · arg(z) / π`, `w = |z|² / (|z|² + (4 m)²)`, m the median of
/// |z| over the map. For receivers half a wavelength apart, arg(z) / π is the sine of the angle of arrival. Most cells hold
/// noise, so m is its level: strong echoes have w near 1, noise at most a few hundredths on average.
///
/// | | shape | range |
/// |---|---|---|
/// | x1, x2 | [range, doppler, 2] | |
/// | out | [row, column] | −1 … 1 |
enum AngleMap {
  static func map(_ first: [Float], _ second: [Float], rows: AreaResampling, columns: AreaResampling) -> [Float] {
    var real = [Float](repeating: 0, count: first.count / 2)
    var imaginary = real
    for cell in real.indices {
      let (a, b) = (first[2 * cell], first[2 * cell + 1])
      let (c, d) = (second[2 * cell], second[2 * cell + 1])
      real[cell] = a * c + b * d
      imaginary[cell] = b * c - a * d
    }
    real = AreaResampling.resample(real, rows: rows, columns: columns)
    imaginary = AreaResampling.resample(imaginary, rows: rows, columns: columns)
    let powers = zip(real, imaginary).map { $0 * $0 + $1 * $1 }
    let median = powers.sorted()[powers.count / 2]
    let quiet = 16 * median
    return powers.indices.map { cell in
      let power = powers[cell]
      guard power > 0 else { return 0 }
      return power / (power + quiet) * atan2f(imaginary[cell], real[cell]) / .pi
    }
  }
}
