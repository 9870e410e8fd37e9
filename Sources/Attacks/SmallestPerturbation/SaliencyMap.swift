/// Which two elements of an input serve a class most when both are moved: the saliency map of JSMA.
///
/// With `a` the slopes of the wanted logit and `b` those of the sum of the others, both along a move, the best pair has the
/// largest `−(a_p + a_q)(b_p + b_q)` with the first sum positive and the second negative.
///
/// An input of 140,000 elements has 10¹⁰ pairs. Of those only pairs among `candidates` elements are formed: the best by
/// `a`, the best by `−b` and the best by `−a b`, a third each. The best pair lies almost always among them (it needs an
/// element good in one of these respects), and always where no more elements can move than there are candidates.
package struct SaliencyMap {
  package struct Move: Hashable {
    package let index: Int
    package let isUp: Bool

    package init(index: Int, isUp: Bool) {
      self.index = index
      self.isUp = isUp
    }
  }

  /// A move with the slopes along it.
  private struct Candidate {
    let move: Move
    let wanted: Double
    let others: Double
  }

  private let moves: [Candidate]

  /// - Parameters:
  ///   - wanted: the input gradient of the wanted logit.
  ///   - others: the input gradient of the sum of the others.
  ///   - candidates: of how many moves pairs are formed.
  ///   - canMove: whether an element can still be moved so.
  package init(wanted: [Float], others: [Float], candidates: Int, canMove: (Move) -> Bool) {
    let share = 2 * wanted.count > candidates ? max(candidates / 3, 2) : 2 * wanted.count
    var (byWanted, byOthers, byBoth) = (Shortlist(share), Shortlist(share), Shortlist(share))
    for index in wanted.indices where wanted[index] != 0 || others[index] != 0 {
      for sign in [1.0, -1] {
        let (a, b) = (sign * Double(wanted[index]), sign * Double(others[index]))
        let both = a > 0 && b < 0 ? -a * b : -.infinity
        guard byWanted.takes(a) || byOthers.takes(-b) || byBoth.takes(both) else { continue }
        let move = Move(index: index, isUp: sign > 0)
        guard canMove(move) else { continue }
        let candidate = Candidate(move: move, wanted: a, others: b)
        byWanted.offer(candidate, a)
        byOthers.offer(candidate, -b)
        byBoth.offer(candidate, both)
      }
    }
    var seen = Set<Move>()
    moves = (byBoth.best + byWanted.best + byOthers.best).filter { seen.insert($0.move).inserted }
  }

  /// The best few of many, in one pass: most are turned away by one comparison.
  private struct Shortlist {
    private let size: Int
    private var entries: [(candidate: Candidate, score: Double)] = []

    init(_ size: Int) { self.size = size }

    var best: [Candidate] { entries.map(\.candidate) }

    func takes(_ score: Double) -> Bool {
      score > -.infinity && (entries.count < size || score > entries[entries.count - 1].score)
    }

    mutating func offer(_ candidate: Candidate, _ score: Double) {
      guard takes(score) else { return }
      if entries.count == size { entries.removeLast() }
      var place = entries.count
      while place > 0, entries[place - 1].score < score { place -= 1 }
      entries.insert((candidate, score), at: place)
    }
  }

  /// The best pair; the best single move where no pair serves; empty where nothing does.
  package func bestMoves() -> [Move] {
    var best: (saliency: Double, moves: [Move]) = (0, [])
    for first in moves.indices {
      for second in moves.indices[(first + 1)...] where moves[first].move.index != moves[second].move.index {
        let wanted = moves[first].wanted + moves[second].wanted
        let others = moves[first].others + moves[second].others
        if wanted > 0, others < 0, -wanted * others > best.saliency {
          best = (-wanted * others, [moves[first].move, moves[second].move])
        }
      }
    }
    return best.moves.isEmpty ? bestSingle() : best.moves
  }

  /// What serves to close the gap between the wanted logit and the others alone.
  private func bestSingle() -> [Move] {
    let best = moves.max { $0.wanted - $0.others < $1.wanted - $1.others }
    guard let best, best.wanted - best.others > 0 else { return [] }
    return [best.move]
  }
}
