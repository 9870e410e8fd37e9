internal import Foundation
internal import Tensors

/// What hands do when they make no gesture.
struct BackgroundMotion: HandMotion {
  private enum Kind: Sendable {
    case nobody
    case rest
    /// The hand comes or goes: distance in metres, towards the radar when negative.
    case reach(distance: Double, from: Double, over: Double)
    case wander(SmoothPath)
    /// Something short that is none of the gestures.
    case fidget(SIMD3<Double>, turn: Double)
  }

  private let attempt: Attempt
  private let kind: Kind
  private let curl: Double

  /// How fast the body moves, over sitting still.
  let bodyMotion: Double
  /// Whether there is a hand at all.
  let showsHand: Bool

  init(_ attempt: Attempt, using random: inout RandomStream) {
    self.attempt = attempt
    curl = random.uniform(in: 0...0.9)
    bodyMotion = random.chance(0.3) ? random.uniform(in: 3...12) : 1
    let choice = random.uniform(in: 0...1)
    switch choice {
    case ..<0.12: kind = .nobody
    case ..<0.3: kind = .rest
    case ..<0.5:
      kind = .reach(
        distance: random.sign() * random.uniform(in: 0.05...0.14), from: random.uniform(in: 0...0.4),
        over: random.uniform(in: 0.35...0.9))
    case ..<0.78:
      kind = .wander(
        SmoothPath(band: 0.3...1.4, deviation: random.uniform(in: 0.01...0.03), using: &random))
    default:
      let path = SIMD3(
        random.normal(mean: 0, deviation: 0.04), random.normal(mean: 0, deviation: 0.03),
        random.normal(mean: 0, deviation: 0.04))
      kind = .fidget(path, turn: random.normal(mean: 0, deviation: 0.5))
    }
    if case .nobody = kind { showsHand = false } else { showsHand = true }
  }

  func poses(at time: Double) -> [HandPose] {
    guard showsHand else { return [] }
    var pose = attempt.resting
    pose.curl = curl
    switch kind {
    case .nobody, .rest: break
    case .reach(let distance, let from, let over):
      pose.centre.y += distance * (smoothStep((time - from) / over) - 0.5)
    case .wander(let path): pose.centre += path.offset(at: time)
    case .fidget(let path, let turn):
      let bump = sin(.pi * attempt.progress(at: time))
      pose.centre += bump * bump * path
      pose.roll += bump * bump * turn
    }
    return [pose]
  }
}
