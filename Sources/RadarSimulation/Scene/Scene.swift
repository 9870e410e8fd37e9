/// What a radar looks at: points that may move.
public protocol Scene: Sendable {
  /// Where everything is at `time` (seconds); always the same number of echoes in the same order.
  func echoes(at time: Double) -> [Echo]
}

/// One point in uniform motion.
public struct PointTarget: Scene {
  public var start: SIMD3<Double>
  /// Metres per second.
  public var velocity: SIMD3<Double>
  public var amplitude: Double

  public init(start: SIMD3<Double>, velocity: SIMD3<Double> = .zero, amplitude: Double = 1) {
    self.start = start
    self.velocity = velocity
    self.amplitude = amplitude
  }

  public func echoes(at time: Double) -> [Echo] { [Echo(position: start + time * velocity, amplitude: amplitude)] }
}

/// Nothing at all: what the radar itself adds.
public struct EmptyScene: Scene {
  public init() {}
  public func echoes(at time: Double) -> [Echo] { [] }
}
