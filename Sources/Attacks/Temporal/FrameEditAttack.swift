internal import Tensors

/// Drops and duplicates frames of a sequence, one at a time.
///
/// Each round tries, from the best sequence so far, to drop every frame (later ones move up, the last is repeated) and to
/// duplicate every frame (later ones move on, the last is lost), and keeps the edit with the largest margin, if it is
/// larger than before; at most `edits` rounds and `queries` inputs. Greedy, so not always the best combination of edits;
/// with one edit it is.
///
/// Inside the region alone; values keep to the bounds and the direction. No norm limits the change: there is no budget.
/// Needs scores.
public struct FrameEditAttack: SampleAttack, Hashable {
  public let name: String
  public let bounds: ClosedRange<Float>
  /// Which axis of an input is time.
  public let timeAxis: Int
  public let edits: Int
  /// The most inputs that are looked at, the clean one included.
  public let queries: Int
  public let stopsOnSuccess: Bool

  public init(
    name: String = "frame-edit", bounds: ClosedRange<Float>, timeAxis: Int, edits: Int = 3, queries: Int = 1000,
    stopsOnSuccess: Bool = true
  ) {
    self.name = name
    self.bounds = bounds
    self.timeAxis = timeAxis
    self.edits = edits
    self.queries = queries
    self.stopsOnSuccess = stopsOnSuccess
  }

  public var needs: VictimAccess { .scores }
  public var stepLimit: Int { max(edits, 1) }
  public var complaints: [String] {
    var complaints = Budget(norm: .linf, size: 0, bounds: bounds).complaints
    if timeAxis < 0 { complaints.append("the time axis must not be negative, is \(timeAxis)") }
    if edits < 0 { complaints.append("the number of edits must not be negative, is \(edits)") }
    if queries < 1 { complaints.append("at least 1 query is needed, are \(queries)") }
    return complaints
  }

  public func search(_ oracle: Oracle) async throws {
    let problem = oracle.problem
    let layout = try FrameLayout(shape: problem.clean.shape, timeAxis: timeAxis, attack: name)
    let set = FeasibleSet(unlimited: problem, bounds: bounds)
    var sequence = Array(0..<layout.frames)
    var margin = try await oracle.look(at: set.clean).loss
    var left = queries - 1
    for _ in 0..<edits {
      if stopsOnSuccess && oracle.succeeded { return }
      let candidates = Array(edited(sequence).prefix(left))
      let looks = try await oracle.looks(
        at: candidates.map { set.clipped(layout.rearranged(set.clean, frames: $0)) })
      left -= candidates.count
      oracle.countStep()
      guard let best = looks.indices.max(by: { looks[$0].loss < looks[$1].loss }), looks[best].loss > margin else {
        return
      }
      (sequence, margin) = (candidates[best], looks[best].loss)
    }
  }

  /// The sequences that are one edit away, each once.
  private func edited(_ sequence: [Int]) -> [[Int]] {
    var found: [[Int]] = []
    var seen: Set<[Int]> = [sequence]
    for frame in sequence.indices {
      var dropped = sequence
      dropped.remove(at: frame)
      dropped.append(sequence[sequence.count - 1])
      var duplicated = sequence
      duplicated.insert(sequence[frame], at: frame)
      duplicated.removeLast()
      for candidate in [dropped, duplicated] where seen.insert(candidate).inserted { found.append(candidate) }
    }
    return found
  }
}
