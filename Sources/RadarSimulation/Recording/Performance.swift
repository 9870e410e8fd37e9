internal import Foundation
internal import Radar
internal import Tensors

/// What happens in one recording: how long it is, when the gesture runs, who makes it and where.
struct Performance: Sendable {
  let identity: RecordingIdentity
  /// Seconds.
  let duration: Double
  let scene: GestureScene
  let session: SessionConditions
  /// When the gesture happens; nil in background.
  private let action: ClosedRange<Double>?

  init(
    _ identity: RecordingIdentity, seed: UInt64, _ configuration: ChirpConfiguration, _ durations: ClosedRange<Double>
  ) {
    let subject = Subject(number: identity.subject, seed: seed)
    session = SessionConditions(subject: subject, session: identity.session, seed: seed)
    var random = RandomStream(seed: seed, sample: identity.path, attack: "performance")
    let timing = Timing(identity.gesture, subject, within: durations, using: &random)
    let attempt = Attempt(subject, session, start: timing.start, duration: timing.duration, using: &random)
    let (motion, bodyMotion) = Self.motion(identity.gesture, attempt, subject, using: &random)
    scene = GestureScene(
      motion, subject, session, attempt: attempt, bodyMotion: bodyMotion,
      fluctuationSpread: random.uniform(in: 0.2...0.5), using: &random)
    self.identity = identity
    duration = timing.total
    action = identity.gesture == .background ? nil : timing.start...timing.start + timing.duration
  }

  func isAction(at time: Double) -> Bool { action?.contains(time) ?? false }

  /// When the gesture runs, in seconds.
  private struct Timing {
    let start: Double
    let duration: Double
    let total: Double

    init(
      _ gesture: GestureClass, _ subject: Subject, within durations: ClosedRange<Double>,
      using random: inout RandomStream
    ) {
      let usual: ClosedRange<Double> =
        switch gesture {
        case .drumming, .shaking: 0.5...0.85
        case .swipeLeft, .swipeRight: 0.35...0.65
        case .thumbDown, .thumbUp: 0.35...0.7
        case .background: 0.3...0.7
        }
      let wanted = random.uniform(in: usual) / subject.speed
      let lead = random.uniform(in: 0.1...0.3)
      let tail = random.uniform(in: 0.08...0.35)
      duration = min(wanted, durations.upperBound - 0.2)
      total = min(max(lead + duration + tail, durations.lowerBound), durations.upperBound)
      start = min(lead, total - duration - 0.05)
    }
  }

  private static func motion(
    _ gesture: GestureClass, _ attempt: Attempt, _ subject: Subject, using random: inout RandomStream
  ) -> (any HandMotion, bodyMotion: Double) {
    switch gesture {
    case .background:
      let motion = BackgroundMotion(attempt, using: &random)
      return (motion, motion.bodyMotion)
    case .drumming: return (DrummingMotion(attempt, subject, using: &random), 1)
    case .shaking: return (ShakingMotion(attempt, subject, using: &random), 1)
    case .swipeLeft: return (SwipeMotion(attempt, subject, direction: -1, using: &random), 1)
    case .swipeRight: return (SwipeMotion(attempt, subject, direction: 1, using: &random), 1)
    case .thumbDown: return (ThumbMotion(attempt, subject, direction: -1, using: &random), 1)
    case .thumbUp: return (ThumbMotion(attempt, subject, direction: 1, using: &random), 1)
    }
  }
}
