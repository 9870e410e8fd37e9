internal import Foundation
internal import Tensors

/// Shaking: the hand wags from side to side by 5 to 10 cm, 3 to 6 times a second.
///
/// The arm moves it, or it turns about the wrist, or a bit of both; either way some of the motion is towards the radar.
struct ShakingMotion: HandMotion {
  private let attempt: Attempt
  private let frequency: Double
  private let width: Double
  private let turn: Double
  private let depth: Double
  private let phase: Double

  init(_ attempt: Attempt, _ subject: Subject, using random: inout RandomStream) {
    self.attempt = attempt
    frequency = 4.4 * attempt.tempo
    width = 0.034 * attempt.amplitude * (1 - 0.7 * subject.wristShare)
    turn = 0.55 * attempt.amplitude * subject.wristShare
    depth = random.normal(mean: 0, deviation: 0.45)
    phase = random.uniform(in: 0...2 * .pi)
  }

  func poses(at time: Double) -> [HandPose] {
    let progress = attempt.progress(at: time)
    let strength = smoothStep(10 * progress) * smoothStep(10 * (1 - progress))
    let swing = strength * sin(2 * .pi * frequency * (time - attempt.start) + phase)
    var pose = attempt.resting
    pose.centre.x += width * swing
    pose.centre.y += depth * width * swing
    pose.yaw += turn * swing
    pose.roll = -0.9 * attempt.side
    return [pose]
  }
}
