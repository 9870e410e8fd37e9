internal import Foundation
internal import Tensors

/// Thumb up or down: a fist whose thumb swings by 60 to 90°, and goes along by a few centimetres.
///
/// The radar is below the hand, so up moves away and down comes near; how clearly depends on the hand's height, which makes
/// these two the hardest to tell apart. Afterwards the hand holds still or takes the movement back.
struct ThumbMotion: HandMotion {
  private let attempt: Attempt
  /// +1 up, −1 down.
  private let direction: Double
  private let travel: Double
  private let beginning: Double
  private let swing: Double
  private let turn: Double
  private let comesBack: Bool

  init(_ attempt: Attempt, _ subject: Subject, direction: Double, using random: inout RandomStream) {
    self.attempt = attempt
    self.direction = direction
    travel = subject.fistTravel * random.factor(spread: 0.3)
    beginning = random.normal(mean: 0.1, deviation: 0.25)
    swing = random.uniform(in: 1.0...1.6)
    // Down needs a turn of the forearm, up hardly any.
    turn = (direction > 0 ? 0.25 : 0.9) * random.factor(spread: 0.3)
    comesBack = random.chance(subject.returning)
  }

  func poses(at time: Double) -> [HandPose] {
    let elapsed = time - attempt.start
    let out = smoothStep(elapsed / (0.55 * attempt.duration))
    let back = comesBack ? smoothStep((elapsed - 0.65 * attempt.duration) / (0.35 * attempt.duration)) : 0
    let share = out - 0.85 * back
    var pose = attempt.resting
    pose.curl = 0.9
    pose.centre.z += direction * travel * share
    pose.roll = -attempt.side * (0.9 - direction * turn * share)
    pose.thumbElevation = beginning + direction * swing * share
    return [pose]
  }
}
