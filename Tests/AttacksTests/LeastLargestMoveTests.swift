import Attacks
import Tensors
import Testing

/// The linear program behind corners under Linf, against all its corners one by one.
@Suite struct LeastLargestMoveTests {
  private func largest(_ move: [Double]) -> Double { move.map(abs).max() ?? 0 }

  @Test(arguments: 0..<40)
  func findsTheLeastOfAllCorners(number: Int) throws {
    let program = randomProgram(seed: UInt64(number), rows: 1 + number % 4)
    let optimum = leastCorner(of: program)
    let move = program.solution()
    #expect((move == nil) == (optimum == nil))
    guard let move, let optimum else { return }
    #expect(abs(largest(move) - optimum) <= 1e-5 * max(optimum, 1e-3))
    for (slope, rise) in zip(program.slopes, program.rises) {
      #expect(zip(slope, move).reduce(0) { $0 + $1.0 * $1.1 } >= rise - 1e-6)
    }
    for index in move.indices {
      #expect(move[index] >= program.lower[index] && move[index] <= program.upper[index])
    }
  }

  /// Twice the same function, one that asks for nothing, one without a slope, an element that cannot move.
  @Test func standsWhatIsDegenerate() throws {
    let program = LeastLargestMove(
      slopes: [[1, 1, 1], [1, 1, 1], [-1, 0, 2], [0, 0, 0]], rises: [1, 1, -5, 0], lower: [-1, -1, 0],
      upper: [1, 1, 0])
    let move = try #require(program.solution())
    #expect(abs(move[0] - 0.5) < 1e-5 && abs(move[1] - 0.5) < 1e-5 && move[2] == 0)
  }

  @Test func movesNothingWhereNothingNeedRise() {
    let program = LeastLargestMove(slopes: [[1, -1]], rises: [-0.1], lower: [-1, -1], upper: [1, 1])
    #expect(program.solution() == [0, 0])
  }

  /// A rise out of reach, two that contradict each other, and one without a slope.
  @Test(arguments: [
    LeastLargestMove(slopes: [[1, 1]], rises: [3], lower: [-1, -1], upper: [1, 1]),
    LeastLargestMove(slopes: [[1, 0], [-1, 0]], rises: [0.5, 0.5], lower: [-1, -1], upper: [1, 1]),
    LeastLargestMove(slopes: [[0, 0]], rises: [1], lower: [-1, -1], upper: [1, 1]),
  ])
  func saysWhereThereIsNoSuchMove(program: LeastLargestMove) {
    #expect(program.solution() == nil)
  }

  // MARK: By brute force

  /// Two elements; every third program has little room.
  private func randomProgram(seed: UInt64, rows: Int) -> LeastLargestMove {
    var stream = RandomStream(seed: seed)
    let slopes = (0..<rows).map { _ in (0..<2).map { _ in Double(stream.nextGaussian()) } }
    let rises = (0..<rows).map { _ in Double(stream.nextGaussian()) * 0.3 + 0.2 }
    let room = seed % 3 == 0 ? 0.3 : 2
    return LeastLargestMove(
      slopes: slopes, rises: rises, lower: (0..<2).map { _ in -room * Double(stream.nextUniform()) },
      upper: (0..<2).map { _ in room * Double(stream.nextUniform()) })
  }

  /// Every three limits that meet in one point (d₀, d₁, t); of those that keep all others the one with the least t.
  private func leastCorner(of program: LeastLargestMove) -> Double? {
    // Each limit as a · (d₀, d₁, t) ≥ b.
    var limits: [(a: [Double], b: Double)] = zip(program.slopes, program.rises).map { ($0 + [0], $1) }
    for index in 0..<2 {
      let unit: [Double] = index == 0 ? [1, 0] : [0, 1]
      limits.append((unit.map { -$0 } + [1], 0))
      limits.append((unit + [1], 0))
      limits.append((unit + [0], program.lower[index]))
      limits.append((unit.map { -$0 } + [0], -program.upper[index]))
    }
    var least: Double?
    for i in limits.indices {
      for j in limits.indices where j > i {
        for k in limits.indices where k > j {
          guard let point = meeting(limits[i], limits[j], limits[k]) else { continue }
          let isInside = limits.allSatisfy { limit in
            zip(limit.a, point).reduce(0) { $0 + $1.0 * $1.1 } >= limit.b - 1e-9
          }
          if isInside { least = min(least ?? .infinity, point[2]) }
        }
      }
    }
    return least
  }

  private typealias Limit = (a: [Double], b: Double)

  /// Cramer's rule.
  private func meeting(_ first: Limit, _ second: Limit, _ third: Limit) -> [Double]? {
    let rows = [first.a, second.a, third.a]
    let sides = [first.b, second.b, third.b]
    let whole = determinant(rows)
    guard abs(whole) > 1e-9 else { return nil }
    return (0..<3).map { column in
      determinant(
        rows.indices.map { row in
          rows[row].indices.map { $0 == column ? sides[row] : rows[row][$0] }
        }) / whole
    }
  }

  private func determinant(_ m: [[Double]]) -> Double {
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
      + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
  }
}
