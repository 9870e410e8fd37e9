internal import Foundation

/// The scatterers of a hand and its forearm: three on the palm, five finger tips, three along the forearm.
///
/// | | cross-section each | place (across, along the fingers), cm |
/// |---|---|---|
/// | palm | 0.27 | (±2.2, −1), (0, 2.5) |
/// | finger tips | 0.04 | stretched: 8 to 10.5 cm ahead; in a fist: 3 cm ahead, 3 cm below |
/// | forearm | 0.10 | at 0.25, 0.5 and 0.8 of the way from the wrist to the elbow |
///
/// The sum is near 1, the unit of ``Echo/amplitude``.
struct HandModel: Sendable {
  static let echoCount = 11

  /// Size over that of an average adult's hand.
  let scale: Double
  /// +1 for an arm on the side of positive x, −1 for the other; mirrors the thumb.
  let side: Double
  /// The root of the reflectivity: skin, sleeve, jewellery.
  let reflectivity: Double

  private static let palm: [SIMD3<Double>] = [
    SIMD3(-0.022, 0.010, 0), SIMD3(0.022, 0.010, 0), SIMD3(0, -0.025, 0),
  ]
  private static let stretchedTips: [SIMD3<Double>] = [
    SIMD3(0.055, -0.030, 0), SIMD3(0.028, -0.095, 0), SIMD3(0.008, -0.105, 0), SIMD3(-0.012, -0.098, 0),
    SIMD3(-0.032, -0.080, 0),
  ]
  private static let curledTips: [SIMD3<Double>] = [
    SIMD3(0.020, -0.035, -0.030), SIMD3(0.024, -0.030, -0.030), SIMD3(0.008, -0.032, -0.032),
    SIMD3(-0.010, -0.030, -0.030), SIMD3(-0.027, -0.026, -0.028),
  ]
  private static let wrist = SIMD3(0, 0.065, 0.0)
  private static let thumbLength = 0.06
  private static let palmAmplitude = 0.27.squareRoot()
  private static let tipAmplitude = 0.04.squareRoot()
  private static let forearmAmplitude = 0.10.squareRoot()

  /// The echoes of a hand in `pose` whose elbow is at `elbow`; always ``echoCount``.
  func echoes(_ pose: HandPose, elbow: SIMD3<Double>) -> [Echo] {
    var echoes: [Echo] = []
    echoes.reserveCapacity(Self.echoCount)
    for place in Self.palm { echoes.append(echo(placed(place, pose), Self.palmAmplitude)) }
    for finger in 0..<5 {
      let tip = (1 - pose.curl) * Self.stretchedTips[finger] + pose.curl * Self.curledTips[finger]
      let place = finger == 0 ? thumb(pose) ?? placed(tip, pose) : placed(tip, pose)
      echoes.append(echo(place, Self.tipAmplitude))
    }
    let wrist = placed(Self.wrist, pose)
    for share in [0.25, 0.5, 0.8] {
      echoes.append(echo(wrist + share * (elbow - wrist), Self.forearmAmplitude))
    }
    return echoes
  }

  private func echo(_ place: SIMD3<Double>, _ amplitude: Double) -> Echo {
    // A hand twice as large is four times as large an area.
    Echo(position: place, amplitude: amplitude * scale * reflectivity)
  }

  private func placed(_ local: SIMD3<Double>, _ pose: HandPose) -> SIMD3<Double> {
    pose.centre + scale * pose.rotated(SIMD3(-side * local.x, local.y, local.z))
  }

  private func thumb(_ pose: HandPose) -> SIMD3<Double>? {
    guard let elevation = pose.thumbElevation else { return nil }
    let base = placed(SIMD3(0.02, -0.015, 0), pose)
    let ahead = pose.rotated(SIMD3(-0.3 * side, -0.95, 0))
    return base + scale * Self.thumbLength * (cos(elevation) * ahead + SIMD3(0, 0, sin(elevation)))
  }
}
