public import HDF5
public import Tensors

/// How maps become whole numbers: magnitudes above the noise, the angle only where there is something.
///
/// With n the root of the mean noise power in a cell:
///
/// | | magnitude m | stored as |
/// |---|---|---|
/// | decibel | `round(255 · (20 log10(m / n) − threshold) / span)`, cut to 0 … 255 | uint8 |
/// | linear | `round(m / n)`, cut to 0 … 65535, as some sensors' own firmware gives it | uint16 |
///
/// An angle a in −1 … 1 becomes `128 + round(127 a)` where the magnitude's number is not 0, else 0. So 0 means nothing in
/// both channels, and frames of zeros are silence.
public enum MapCoding: Sendable, Equatable, Codable {
  /// Both in decibels.
  case decibel(threshold: Double, span: Double)
  case linear

  public var numberType: HDF5NumberType {
    switch self {
    case .decibel: .uint8
    case .linear: .uint16
    }
  }

  /// What a number means, for a file's reader.
  public var units: String {
    switch self {
    case .decibel(let threshold, let span):
      "magnitude: 0...255 for \(threshold) to \(threshold + span) dB above the noise; angle: 128 + 127 sin, 0 for none"
    case .linear: "magnitude over the noise's; angle: 128 + 127 sin, 0 for none"
    }
  }

  /// Codes maps [channel, …] of linear magnitudes and, if there are two channels, angles.
  public func coded(_ maps: Tensor, noisePower: Double) -> Tensor {
    precondition(maps.rank > 1 && (1...2).contains(maps.shape[0]), "MapCoding: maps are \(maps.shape)")
    let size = maps.count / maps.shape[0]
    let hasAngle = maps.shape[0] == 2
    let inverseNoise = Float(1 / noisePower.squareRoot())
    var result = maps
    result.withMutableScalars { values in
      for index in 0..<size {
        let code = code(values[index] * inverseNoise)
        values[index] = code
        if hasAngle { values[size + index] = code > 0 ? 128 + (127 * values[size + index]).rounded() : 0 }
      }
    }
    return result
  }

  private func code(_ ratio: Float) -> Float {
    switch self {
    case .decibel(let threshold, let span):
      let level = 20 * logarithm10(max(ratio, 1e-6)) - Float(threshold)
      return min(max((255 / Float(span) * level).rounded(), 0), 255)
    case .linear: return min(ratio.rounded(), 65535)
    }
  }
}
