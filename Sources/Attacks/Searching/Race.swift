internal import Synchronization

/// Runs of one sample that search side by side until one of them has succeeded.
///
/// The loop answers the questions of all of them before any goes on: they advance in lockstep, one question a round.
/// Which run is first, and how far the others have come by then, depends on the sample alone.
final class Race: Sendable {
  private let won = Atomic<Bool>(false)

  /// Whether the others are to end; runs may still set it while they search, so it is read between rounds.
  var isDecided: Bool { won.load(ordering: .acquiring) }

  func decide() { won.store(true, ordering: .releasing) }
}

/// Thrown into the runs beside one that has succeeded: they end, and what they spent is counted.
struct RaceDecided: Error {}
