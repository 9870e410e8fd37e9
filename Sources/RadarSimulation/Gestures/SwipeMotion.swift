internal import Foundation
internal import Tensors

/// A swipe: the hand crosses the view on a straight line or an arc about the elbow.
///
/// `x = ∓A + 2A · smoothstep`, after an optional windup the other way; range falls and rises again, so only the angle (and
/// the arm's side) tells left from right. Subjects differ in windup, arc, and whether the hand comes back afterwards.
struct SwipeMotion: HandMotion {
  private let attempt: Attempt
  /// +1 to the right.
  private let direction: Double
  private let halfLength: Double
  private let windup: Double
  private let arc: Double
  private let rise: Double
  private let comesBack: Bool
  private let wrist: Double

  init(_ attempt: Attempt, _ subject: Subject, direction: Double, using random: inout RandomStream) {
    self.attempt = attempt
    self.direction = direction
    halfLength = 0.11 * attempt.amplitude
    windup = max(0, subject.windup + random.normal(mean: 0, deviation: 0.05))
    arc = subject.arc
    rise = random.normal(mean: 0, deviation: 0.02)
    comesBack = random.chance(subject.returning)
    wrist = random.uniform(in: 0.1...0.6)
  }

  /// The position along the swipe: −1 … 1; before and after it the hand is near the middle.
  private func position(at time: Double) -> Double {
    let lead = 0.35 * attempt.duration
    let outward = -(0.4 + windup) * smoothStep((time - attempt.start) / lead)
    let stroke = (1.4 + windup) * smoothStep((time - attempt.start - 0.8 * lead) / (attempt.duration - 0.8 * lead))
    let end = attempt.start + attempt.duration
    let back = comesBack ? -0.9 * smoothStep((time - end - 0.05) / 0.45) : 0
    return outward + stroke + back
  }

  func poses(at time: Double) -> [HandPose] {
    let position = position(at: time)
    var pose = attempt.resting
    let across = halfLength * position
    pose.centre.x += direction * across
    // The hand is nearest in the middle of an arc about an elbow 0.3 m behind it.
    pose.centre.y += arc * across * across / 0.6
    pose.centre.z += rise * position
    pose.yaw += direction * wrist * position
    pose.roll = -1.1 * attempt.side
    return [pose]
  }
}
