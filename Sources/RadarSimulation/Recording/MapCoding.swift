public import Tensors

/// How maps become bytes: the magnitude in decibels above a floor, the angle only where there is something.
///
/// | channel | byte |
/// |---|---|
/// | 0, magnitude m | `round(255 · (20 log10 m − floor) / span)`, cut to 0 … 255 |
/// | 1, angle a in −1 … 1 | 128 + `round(127 a)` where channel 0 is not 0, else 0 |
///
/// 0 means nothing in both channels, so frames of zeros are silence.
public struct MapCoding: Sendable, Equatable, Codable {
  /// Decibels: what gets the byte 0.
  public var floor: Double
  /// Decibels from 0 to 255.
  public var span: Double

  public init(floor: Double, span: Double) {
    self.floor = floor
    self.span = span
  }

  /// Codes maps [channel, time, range, doppler] of magnitudes in decibels and, if there are two channels, angles.
  public func bytes(_ maps: Tensor) -> Tensor {
    precondition(maps.rank == 4 && (1...2).contains(maps.shape[0]), "MapCoding: maps are \(maps.shape)")
    let size = maps.count / maps.shape[0]
    let (floor, scale) = (Float(floor), Float(255 / span))
    var coded = maps
    coded.withMutableScalars { values in
      for index in 0..<size {
        let code = min(max(((values[index] - floor) * scale).rounded(), 0), 255)
        values[index] = code
        guard maps.shape[0] == 2 else { continue }
        values[size + index] = code > 0 ? 128 + (127 * values[size + index]).rounded() : 0
      }
    }
    return coded
  }
}
