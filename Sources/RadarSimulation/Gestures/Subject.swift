import Tensors

/// A person of a simulated study: what stays the same in everything they do.
///
/// Drawn from (seed, number), so subject 7 of seed 1 is the same person in every data set.
///
/// | | how it is drawn |
/// |---|---|
/// | hand size, reflectivity | log-normal, spread 0.10 and 0.25 |
/// | speed, amplitude, tempo | log-normal, spread 0.18, 0.22, 0.12 |
/// | distance, height | uniform in 0.20–0.38 m ahead, 0.08–0.20 m above the radar |
/// | lateral offset | normal, 3 cm |
/// | arm | right with a chance of 0.8 |
/// | tremor, drift | uniform in 0.2–1.0 mm, 0.5–2.5 mm |
/// | habits | windup before a swipe, arc of a swipe, hands or fingers when drumming, wrist or arm when shaking, lift and turn of the fist with the thumb, hold or return |
public struct Subject: Sendable, Equatable, Codable {
  public let number: Int
  /// Hand size over the average.
  public let handScale: Double
  /// The root of the reflectivity over the average.
  public let reflectivity: Double
  public let speed: Double
  public let amplitude: Double
  public let tempo: Double
  /// Where the hand rests in front of the radar, in metres.
  public let restingPlace: SIMD3<Double>
  /// +1 when the arm comes from the side of positive x.
  public let armSide: Double
  /// Metres.
  public let tremor: Double
  public let drift: Double
  /// How the hand is held, in radians.
  public let tilt: Double
  public let turn: Double
  /// How far the hand goes the wrong way before a swipe, over the swipe's length.
  public let windup: Double
  /// How much a swipe bends around the elbow: 0 straight, 1 a circle about it.
  public let arc: Double
  /// Whether hands drum, rather than the fingers of one.
  public let drumsWithBothHands: Bool
  /// How much of a shake is in the wrist: 0 the arm moves, 1 the hand turns about the wrist.
  public let wristShare: Double
  /// How far the fist goes along with the thumb, in metres.
  public let fistTravel: Double
  /// The chance that a movement is taken back at once.
  public let returning: Double

  public init(number: Int, seed: UInt64) {
    var random = RandomStream(seed: seed, sample: "subject \(number)", attack: "radar simulation")
    self.number = number
    handScale = random.factor(spread: 0.10)
    reflectivity = random.factor(spread: 0.25)
    speed = random.factor(spread: 0.18)
    amplitude = random.factor(spread: 0.22)
    tempo = random.factor(spread: 0.12)
    restingPlace = SIMD3(
      random.normal(mean: 0, deviation: 0.03), random.uniform(in: 0.20...0.38), random.uniform(in: 0.08...0.20))
    armSide = random.chance(0.8) ? 1 : -1
    tremor = random.uniform(in: 0.2e-3...1.0e-3)
    drift = random.uniform(in: 0.5e-3...2.5e-3)
    tilt = random.normal(mean: 0.25, deviation: 0.2)
    turn = random.normal(mean: 0, deviation: 0.2)
    windup = max(0, random.normal(mean: 0.12, deviation: 0.15))
    arc = random.uniform(in: 0...0.8)
    drumsWithBothHands = random.chance(0.6)
    wristShare = random.uniform(in: 0.1...0.9)
    fistTravel = random.uniform(in: 0.005...0.04)
    returning = random.uniform(in: 0.1...0.7)
  }
}
