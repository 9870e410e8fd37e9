internal import Tensors

/// One go at a gesture: when it happens, and how it differs from the same person's other goes.
struct Attempt: Sendable {
  /// When the gesture begins and how long it takes, in seconds.
  let start: Double
  let duration: Double
  /// Where the hand rests this time.
  let place: SIMD3<Double>
  /// Over the gesture's usual size.
  let amplitude: Double
  let tempo: Double
  let tilt: Double
  let turn: Double
  let side: Double

  init(
    _ subject: Subject, _ session: SessionConditions, start: Double, duration: Double,
    using random: inout RandomStream
  ) {
    self.start = start
    self.duration = duration
    let wobble = SIMD3(
      random.normal(mean: 0, deviation: 0.015), random.normal(mean: 0, deviation: 0.02),
      random.normal(mean: 0, deviation: 0.012))
    place = subject.restingPlace + session.shift + wobble
    amplitude = subject.amplitude * random.factor(spread: 0.15)
    tempo = subject.tempo * random.factor(spread: 0.10)
    tilt = subject.tilt + random.normal(mean: 0, deviation: 0.12)
    turn = subject.turn + random.normal(mean: 0, deviation: 0.12)
    side = subject.armSide
  }

  /// How far the gesture is: 0 before it, 1 after it.
  func progress(at time: Double) -> Double { min(max((time - start) / duration, 0), 1) }

  /// The hand at rest.
  var resting: HandPose { HandPose(centre: place, yaw: turn, pitch: tilt) }
}

/// `3x² − 2x³`: from 0 to 1 without a jerk at the ends; constant outside.
func smoothStep(_ x: Double) -> Double {
  let bounded = min(max(x, 0), 1)
  return bounded * bounded * (3 - 2 * bounded)
}
