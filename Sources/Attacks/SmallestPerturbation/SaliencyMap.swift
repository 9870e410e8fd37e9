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

  /// The moves that can be made, with their slopes.
  private let moves: [(move: Move, wanted: Double, others: Double)]

  /// - Parameters:
  ///   - wanted: the input gradient of the wanted logit.
  ///   - others: the input gradient of the sum of the others.
  ///   - canMove: whether an element can still be moved so.
  package init(wanted: [Float], others: [Float], candidates: Int, canMove: (Move) -> Bool) {
    var moves: [(move: Move, wanted: Double, others: Double)] = []
    for index in wanted.indices where wanted[index] != 0 || others[index] != 0 {
      for isUp in [true, false] where canMove(Move(index: index, isUp: isUp)) {
        let sign = isUp ? 1.0 : -1
        moves.append((Move(index: index, isUp: isUp), sign * Double(wanted[index]), sign * Double(others[index])))
      }
    }
    self.moves = Self.best(candidates, of: moves)
  }

  private static func best(
    _ count: Int, of moves: [(move: Move, wanted: Double, others: Double)]
  ) -> [(move: Move, wanted: Double, others: Double)] {
    guard moves.count > count else { return moves }
    var chosen = Set<Int>()
    let scores: [[Double]] = [
      moves.map(\.wanted), moves.map { -$0.others },
      moves.map { $0.wanted > 0 && $0.others < 0 ? -$0.wanted * $0.others : -.infinity },
    ]
    for score in scores {
      let order = score.indices.sorted { score[$0] > score[$1] || (score[$0] == score[$1] && $0 < $1) }
      chosen.formUnion(order.prefix(max(count / 3, 1)))
    }
    return chosen.sorted().map { moves[$0] }
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
