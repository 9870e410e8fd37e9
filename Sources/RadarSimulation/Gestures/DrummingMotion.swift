internal import Foundation
internal import Tensors

/// Drumming: two hands strike in turn, or one hand whose fingers do, 3 to 5 times a second.
///
/// Each hand moves up and down by 2 to 5 cm, fast down and slower up, half a period apart.
struct DrummingMotion: HandMotion {
  /// Up and a bit away from the radar.
  private static let strokeDirection = SIMD3(0, 0.35, 0.94)

  private let attempt: Attempt
  private let frequency: Double
  private let height: Double
  private let bothHands: Bool
  private let apart: Double
  private let phase: Double
  private let nod: Double

  init(_ attempt: Attempt, _ subject: Subject, using random: inout RandomStream) {
    self.attempt = attempt
    frequency = 4 * attempt.tempo
    height = 0.022 * attempt.amplitude
    bothHands = subject.drumsWithBothHands
    apart = random.uniform(in: 0.045...0.075)
    phase = random.uniform(in: 0...2 * .pi)
    nod = random.uniform(in: 0.15...0.45)
  }

  func poses(at time: Double) -> [HandPose] {
    let progress = attempt.progress(at: time)
    // Fades in and out within a tenth of the gesture.
    let strength = smoothStep(10 * progress) * smoothStep(10 * (1 - progress))
    let turn = 2 * .pi * frequency * (time - attempt.start) + phase
    return [1.0, -1.0].map { hand in
      let angle = turn + (hand > 0 ? 0 : .pi)
      // The second harmonic makes the stroke faster than the lift.
      let stroke = strength * (sin(angle) + 0.25 * sin(2 * angle))
      var pose = attempt.resting
      pose.centre.x += hand * (bothHands ? apart : 0.018)
      pose.centre += height * stroke * (bothHands ? 1 : 0.6) * Self.strokeDirection
      pose.pitch += nod * stroke
      pose.curl = bothHands ? 0.4 : 0.15
      return pose
    }
  }
}
