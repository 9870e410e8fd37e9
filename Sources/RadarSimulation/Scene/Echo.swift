/// A point that sends a part of the wave back.
public struct Echo: Sendable, Equatable {
  /// Metres, from the radar, which looks along +y; x grows to the side of its second receiver, z upwards.
  public var position: SIMD3<Double>
  /// The root of the radar cross-section, in units of a whole hand's.
  public var amplitude: Double

  public init(position: SIMD3<Double>, amplitude: Double) {
    self.position = position
    self.amplitude = amplitude
  }
}

extension SIMD3<Double> {
  var length: Double { (self * self).sum().squareRoot() }
}
