internal import Foundation
internal import Tensors

/// A person in front of the radar, and the room around: every scatterer of one recording.
struct GestureScene: Scene {
  private let motion: any HandMotion
  private let hand: HandModel
  private let furniture: [Echo]
  private let torso: SIMD3<Double>
  private let elbow: SIMD3<Double>
  private let restingPlace: SIMD3<Double>
  private let tremor: SmoothPath
  private let drift: SmoothPath
  private let sway: SmoothPath
  private let breath: SmoothNoise
  /// The aspect fluctuation of each scatterer of the hands and the torso.
  private let fluctuations: [SmoothNoise]
  private let fluctuationSpread: Double

  private static let torsoAmplitude = 1.6
  private static let torsoPlaces: [SIMD3<Double>] = [SIMD3(-0.12, 0.02, 0.05), SIMD3(0, 0, 0), SIMD3(0.12, 0.02, 0.05)]

  /// `bodyMotion` is how much the body moves, over sitting still.
  init(
    _ motion: any HandMotion, _ subject: Subject, _ session: SessionConditions, attempt: Attempt,
    bodyMotion: Double, fluctuationSpread: Double, using random: inout RandomStream
  ) {
    self.motion = motion
    hand = HandModel(scale: subject.handScale, side: subject.armSide, reflectivity: subject.reflectivity)
    furniture = session.furniture
    torso = session.torso
    restingPlace = attempt.place
    elbow = attempt.place + SIMD3(0.13 * subject.armSide, 0.27, -0.06)
    tremor = SmoothPath(band: 5...11, deviation: subject.tremor, using: &random)
    drift = SmoothPath(band: 0.2...0.8, deviation: subject.drift, using: &random)
    sway = SmoothPath(band: 0.15...0.7, deviation: 0.003 * bodyMotion, using: &random)
    breath = SmoothNoise(band: 0.2...0.35, waveCount: 2, using: &random)
    self.fluctuationSpread = fluctuationSpread
    let count = motion.poses(at: 0).count * HandModel.echoCount + Self.torsoPlaces.count
    fluctuations = (0..<count).map { _ in SmoothNoise(band: 0.5...4, waveCount: 3, using: &random) }
  }

  func echoes(at time: Double) -> [Echo] {
    let shaking = tremor.offset(at: time) + drift.offset(at: time)
    var echoes: [Echo] = []
    for var pose in motion.poses(at: time) {
      pose.centre += shaking
      // The elbow follows a third of the way.
      let elbow = elbow + (pose.centre - restingPlace) / 3
      echoes += hand.echoes(pose, elbow: elbow)
    }
    let body = torso + sway.offset(at: time) + SIMD3(0, -0.002 * breath.value(at: time), 0)
    echoes += Self.torsoPlaces.map { Echo(position: body + $0, amplitude: Self.torsoAmplitude) }
    for (index, fluctuation) in fluctuations.enumerated() {
      echoes[index].amplitude *= exp(fluctuationSpread * fluctuation.value(at: time))
    }
    return echoes + furniture
  }
}
