internal import Tensors

/// What stays the same within a session: the room, and how the radar stands.
struct SessionConditions: Sendable {
  /// How far everybody's hand is from its usual place.
  let shift: SIMD3<Double>
  /// Signal-to-noise ratio over the nominal one, in decibels.
  let gain: Double
  /// Walls, desk, screen: they do not move.
  let furniture: [Echo]
  /// The middle of the chest.
  let torso: SIMD3<Double>

  init(subject: Subject, session: Int, seed: UInt64) {
    var random = RandomStream(seed: seed, sample: "subject \(subject.number)", attack: "session", restart: session)
    shift = SIMD3(
      random.normal(mean: 0, deviation: 0.015), random.normal(mean: 0, deviation: 0.025),
      random.normal(mean: 0, deviation: 0.01))
    gain = random.normal(mean: 0, deviation: 2)
    furniture = (0..<5).map { _ in
      let place = SIMD3(
        random.uniform(in: -0.6...0.6), random.uniform(in: 0.12...1.1), random.uniform(in: -0.15...0.5))
      return Echo(position: place, amplitude: random.uniform(in: 0.3...2.5))
    }
    torso = SIMD3(random.normal(mean: 0, deviation: 0.06), random.uniform(in: 0.6...0.85), 0.12)
  }
}
