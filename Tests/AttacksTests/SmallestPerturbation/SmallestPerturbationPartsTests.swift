import Attacks
import Tensors
import Testing

/// The parts that the attacks are made of, each for itself.
@Suite struct SmallestPerturbationPartsTests {
  // MARK: Projected L-BFGS

  private static func minimum(
    from start: [Float], _ lower: [Float], _ upper: [Float], steps: Int,
    _ function: @Sendable ([Double]) -> (Double, [Double])
  ) async -> [Float] {
    var minimizer = ProjectedLBFGS(lower: lower, upper: upper, steps: steps)
    let found = try? await minimizer.minimize(from: start) { point in
      let (value, gradient) = function(point.map(Double.init))
      return ProjectedLBFGS.Evaluation(value: value, gradient: gradient.map(Float.init))
    }
    return found?.point ?? []
  }

  private static let rosenbrock: @Sendable ([Double]) -> (Double, [Double]) = { x in
    let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
    return (a * a + 100 * b * b, [-2 * a - 400 * x[0] * b, 200 * b])
  }

  @Test func findsTheEndOfRosenbrocksValley() async {
    let end = await Self.minimum(from: [-1.2, 1], [-5, -5], [5, 5], steps: 200, Self.rosenbrock)
    #expect(close(end, [1, 1], within: 5e-3), "\(end)")
  }

  @Test func findsTheEndOfAValleyThatTheBoxCutsOff() async {
    let end = await Self.minimum(from: [-1.2, 1], [-5, -5], [0.5, 5], steps: 200, Self.rosenbrock)
    #expect(close(end, [0.5, 0.25], within: 1e-3), "\(end)")
  }

  /// `½ (x − c)ᵀ A (x − c)` with the box's faces in the way: at the minimum, gradients vanish or push against a face.
  @Test(arguments: [UInt64(1), 2, 3])
  func meetsTheConditionsOfAMinimumInABox(seed: UInt64) async {
    var stream = RandomStream(seed: seed)
    let size = 8
    let root = (0..<size).map { _ in (0..<size).map { _ in Double(stream.nextGaussian()) } }
    let center = (0..<size).map { _ in 2 * Double(stream.nextGaussian()) }
    let function: @Sendable ([Double]) -> (Double, [Double]) = { x in
      let change = zip(x, center).map { $0 - $1 }
      let rows = root.map { row in zip(row, change).reduce(0) { $0 + $1.0 * $1.1 } }
      let gradient = change.indices.map { column in
        change[column] + rows.indices.reduce(0) { $0 + root[$1][column] * rows[$1] }
      }
      return (zip(change, gradient).reduce(0) { $0 + $1.0 * $1.1 } / 2, gradient)
    }
    let (lower, upper) = ([Float](repeating: -1, count: size), [Float](repeating: 1, count: size))
    let end = await Self.minimum(
      from: [Float](repeating: 0, count: size), lower, upper, steps: 200, function)
    let gradient = function(end.map(Double.init)).1
    for (value, slope) in zip(end, gradient) {
      let isMet = abs(slope) < 2e-2 || (value == -1 && slope > 0) || (value == 1 && slope < 0)
      #expect(isMet, "\(value) with slope \(slope)")
    }
    #expect(end.contains { abs($0) == 1 }, "the test needs a box that is in the way")
  }

  // MARK: Saliency maps

  private static func slopes(_ count: Int, seed: UInt64) -> (wanted: [Float], others: [Float]) {
    var stream = RandomStream(seed: seed)
    return ((0..<count).map { _ in stream.nextGaussian() }, (0..<count).map { _ in stream.nextGaussian() })
  }

  private static func saliency(_ moves: [SaliencyMap.Move], _ wanted: [Float], _ others: [Float]) -> Double {
    func sum(_ slopes: [Float]) -> Double {
      moves.reduce(0) { $0 + Double($1.isUp ? slopes[$1.index] : -slopes[$1.index]) }
    }
    return -sum(wanted) * sum(others)
  }

  /// Against all pairs; and with a tenth of the elements as candidates.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5], [60, 1000])
  func findsTheBestOfAllPairs(seed: UInt64, candidates: Int) throws {
    let (wanted, others) = Self.slopes(300, seed: seed)
    let map = SaliencyMap(wanted: wanted, others: others, candidates: candidates) { $0.isUp }
    let found = map.bestMoves()
    try #require(found.count == 2 && found[0].index != found[1].index && found.allSatisfy(\.isUp))
    var best = 0.0
    for first in wanted.indices {
      for second in wanted.indices where second > first {
        let (a, b) = (wanted[first] + wanted[second], others[first] + others[second])
        if a > 0, b < 0 { best = max(best, Double(-a) * Double(b)) }
      }
    }
    #expect(abs(Self.saliency(found, wanted, others) - best) < 1e-5)
  }

  @Test func movesOneElementWhereNoPairServesAndNoneWhereNothingDoes() {
    let single = SaliencyMap(wanted: [0.2, 1], others: [0.1, 0.9], candidates: 10) { $0.isUp }
    #expect(single.bestMoves() == [SaliencyMap.Move(index: 0, isUp: true)] || single.bestMoves().count == 1)
    let nothing = SaliencyMap(wanted: [-1, -1], others: [1, 1], candidates: 10) { $0.isUp }
    #expect(nothing.bestMoves().isEmpty)
  }

  // MARK: Lines and crossings

  @Test(arguments: [(1.0, 4), (3.0, 24), (0.5, 12)])
  func aLineIsFollowedToTheBoundaryInFewLooks(power: Double, looks: Int) {
    func margin(_ share: Double) -> Double {
      let value = share - 0.37
      return value < 0 ? -exponentiated(-value, power) : exponentiated(value, power)
    }
    var line = BoundaryLine(near: margin(0), far: margin(1))
    var (found, count) = (1.0, 0)
    while let share = line.next(tolerance: 1e-3), count < looks {
      line.advance(to: share, margin: margin(share), isReached: margin(share) >= 0)
      if margin(share) >= 0 { found = min(found, share) }
      count += 1
    }
    #expect(found >= 0.37 && found < 0.3705, "\(found) after \(count)")
  }

  private func exponentiated(_ value: Double, _ power: Double) -> Double {
    power == 1 ? value : power == 3 ? value * value * value : value.squareRoot()
  }

  @Test(arguments: Norm.allCases)
  func aCrossingRisesAsMuchAsItMustOrAsItCan(norm: Norm) {
    var stream = RandomStream(seed: 4)
    let clean = (0..<50).map { _ in stream.nextUniform() }
    let slope = (0..<50).map { $0 % 7 == 0 ? 0 : stream.nextGaussian() }
    let set = FeasibleSet(
      clean: vector(clean), region: .all([50]), budget: budget(norm, .infinity, 0...1))
    let most = zip(clean, slope).reduce(0.0) { $0 + Double($1.1) * ($1.1 > 0 ? 1 - Double($1.0) : -Double($1.0)) }
    for share in [0, 0.01, 0.5, 0.99, 2] {
      let end = set.crossing(from: clean, along: slope, rise: share * most)
      let risen = zip(zip(clean, end.point), slope).reduce(0.0) {
        $0 + Double($1.1) * (Double($1.0.1) - Double($1.0.0))
      }
      let expected = min(share, 1) * most
      #expect(norm == .l0 ? risen >= expected - 1e-4 : abs(risen - expected) < 1e-4, "\(share)")
      #expect(share > 0 || end.point == clean)
      #expect(abs(PerturbationNorms(clean: vector(clean), adversarial: vector(end.point))(norm) - end.length) < 1e-9)
    }
  }
}
