import Attacks
import Tensors

/// A random linear victim and an input of class 0, with the shortest perturbations in closed form.
struct LinearCase: Sendable, CustomStringConvertible {
  /// Where the input lies in the bounds 0...1: away from them, or mostly at them, as radar maps are.
  enum Place: Sendable { case inside, edges }

  let description: String
  let weights: [[Float]]
  let bias: [Float]
  let clean: [Float]
  let region: Region

  static let bounds: ClosedRange<Float> = 0...1

  /// `gaps` says by how much class 0 leads each of the other classes.
  init(seed: UInt64, gaps: [Float], place: Place, masked: Bool, count: Int = 24) {
    var stream = RandomStream(seed: seed)
    let weights = (0...gaps.count).map { _ in (0..<count).map { _ in stream.nextGaussian() } }
    let clean = (0..<count).map { index -> Float in
      let value = stream.nextUniform()
      return place == .inside ? 0.4 + 0.2 * value : index % 4 == 0 ? value : value < 0.6 ? 0 : 1
    }
    let scores = weights.map { row in zip(row, clean).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } }
    (self.weights, self.clean) = (weights, clean)
    bias = [Float(-scores[0])] + gaps.indices.map { Float(-scores[$0 + 1]) - gaps[$0] }
    region = masked ? Region((0..<count).map { $0 % 3 == 0 ? 0 : 1 }) : .all([count])
    description = "seed \(seed), gaps \(gaps), \(place)\(masked ? ", masked" : "")"
  }

  var victim: SampleVictim { .linear(weights, bias: bias) }

  /// The untargeted optimum: the nearest of all boundaries.
  func optimum(_ norm: Norm, upwards: Bool = false) -> Double {
    (1..<weights.count).map { distance(to: $0, norm, upwards: upwards) }.min() ?? .infinity
  }

  /// How far the boundary with a class is, in bounds and region; infinite where it is out of reach.
  func distance(to rival: Int, _ norm: Norm, upwards: Bool = false) -> Double {
    let slopes = clean.indices.map { region.allowed[$0] ? Double(weights[rival][$0]) - Double(weights[0][$0]) : 0 }
    let rooms = clean.indices.map { index -> Double in
      slopes[index] > 0 ? 1 - Double(clean[index]) : upwards ? 0 : Double(clean[index])
    }
    let before = zip(weights[rival], weights[0]).enumerated().reduce(Double(bias[rival]) - Double(bias[0])) {
      $0 + (Double($1.element.0) - Double($1.element.1)) * Double(clean[$1.offset])
    }
    return Self.distance(gap: -before, slopes.map(abs), rooms, norm)
  }

  /// By bisection on the one unknown for Linf and L2, element by element for L1 and L0.
  private static func distance(gap: Double, _ slopes: [Double], _ rooms: [Double], _ norm: Norm) -> Double {
    guard zip(slopes, rooms).reduce(0, { $0 + $1.0 * $1.1 }) >= gap else { return .infinity }
    switch norm {
    case .l1, .l0:
      let worth = norm == .l1 ? slopes : zip(slopes, rooms).map { $0 * $1 }
      var (left, spent) = (gap, 0.0)
      for index in worth.indices.sorted(by: { worth[$0] > worth[$1] }) where left > 0 {
        spent += norm == .l0 ? 1 : min(left / slopes[index], rooms[index])
        left -= slopes[index] * rooms[index]
      }
      return spent
    case .l2, .linf:
      func moves(_ scale: Double) -> [Double] {
        zip(slopes, rooms).map { min(scale * (norm == .l2 ? $0 : $0 > 0 ? 1 : 0), $1) }
      }
      var (low, high) = (0.0, 1e6)
      for _ in 0..<70 {
        let middle = (low + high) / 2
        let gained = zip(slopes, moves(middle)).reduce(0) { $0 + $1.0 * $1.1 }
        if gained >= gap { high = middle } else { low = middle }
      }
      let found = moves(high)
      return norm == .l2 ? found.reduce(0) { $0 + $1 * $1 }.squareRoot() : found.max() ?? 0
    }
  }
}

extension LinearCase {
  /// The length of the shortest perturbation by which a class leads all others, bounds left aside: Hildreth's method on
  /// the multipliers, one boundary after the other.
  func euclideanDistance(toBecome target: Int) -> Double {
    let rivals = weights.indices.filter { $0 != target }
    let slopes = rivals.map { rival in
      clean.indices.map { region.allowed[$0] ? Double(weights[target][$0]) - Double(weights[rival][$0]) : 0 }
    }
    let gaps = rivals.map { rival in
      zip(weights[rival], weights[target]).enumerated().reduce(Double(bias[rival]) - Double(bias[target])) {
        $0 + (Double($1.element.0) - Double($1.element.1)) * Double(clean[$1.offset])
      }
    }
    var multipliers = [Double](repeating: 0, count: rivals.count)
    var move = [Double](repeating: 0, count: clean.count)
    for _ in 0..<500 {
      for index in rivals.indices {
        let square = slopes[index].reduce(0) { $0 + $1 * $1 }
        let gained = zip(slopes[index], move).reduce(0) { $0 + $1.0 * $1.1 }
        let change = max(multipliers[index] + (gaps[index] - gained) / square, 0) - multipliers[index]
        multipliers[index] += change
        for place in move.indices { move[place] += change * slopes[index][place] }
      }
    }
    return move.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}

extension LinearCase {
  /// The smallest largest change by which a class leads all others, in bounds and region: by enumeration.
  ///
  /// It is that of one boundary whose slope is a weighted sum of the rivals', for the worst weights. Those lie where as many
  /// elements of the sum, or weights, are 0 as leaves one direction.
  func largestDistance(toBecome target: Int) -> Double {
    let rivals = weights.indices.filter { $0 != target }
    let places = clean.indices.filter { region.allowed[$0] }
    let slopes = rivals.map { rival in places.map { Double(weights[target][$0]) - Double(weights[rival][$0]) } }
    let gaps = rivals.map { rival in
      clean.indices.reduce(Double(bias[rival]) - Double(bias[target])) {
        $0 + (Double(weights[rival][$1]) - Double(weights[target][$1])) * Double(clean[$1])
      }
    }
    let planes =
      places.indices.map { place in slopes.map { $0[place] } }
      + rivals.indices.map { rival in rivals.indices.map { $0 == rival ? 1 : 0 } }
    var worst = 0.0
    for chosen in Self.choices(of: rivals.count - 1, among: planes.count) {
      guard let direction = Self.direction(orthogonalTo: chosen.map { planes[$0] }) else { continue }
      for shares in [direction, direction.map { -$0 }] where shares.allSatisfy({ $0 >= -1e-12 }) {
        let gap = zip(shares, gaps).reduce(0) { $0 + $1.0 * $1.1 }
        let slope = places.indices.map { place in zip(shares, slopes).reduce(0) { $0 + $1.0 * $1.1[place] } }
        let rooms = places.indices.map {
          slope[$0] > 0 ? 1 - Double(clean[places[$0]]) : Double(clean[places[$0]])
        }
        let gained = zip(slope, rooms).reduce(0) { $0 + abs($1.0) * min($1.1, worst) }
        if gap > gained { worst = Self.distance(gap: gap, slope.map(abs), rooms, .linf) }
      }
    }
    return worst
  }

  /// All sets of so many numbers below another.
  private static func choices(of count: Int, among all: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return choices(of: count - 1, among: all).flatMap { chosen in
      (((chosen.last ?? -1) + 1)..<max(all, (chosen.last ?? -1) + 1)).map { chosen + [$0] }
    }
  }

  /// The one direction orthogonal to K − 1 vectors of K elements, its largest element 1 in size; nil where there are more.
  private static func direction(orthogonalTo vectors: [[Double]]) -> [Double]? {
    var rows = vectors
    let count = vectors.count + 1
    var pivots: [Int] = []
    for turn in rows.indices {
      // The largest element left, in any row and column that has not been used.
      var (best, place) = (0.0, (row: turn, column: 0))
      for row in turn..<rows.count {
        for column in 0..<count where !pivots.contains(column) && abs(rows[row][column]) > best {
          (best, place) = (abs(rows[row][column]), (row, column))
        }
      }
      guard best > 1e-9 else { return nil }
      rows.swapAt(turn, place.row)
      pivots.append(place.column)
      for row in rows.indices where row != turn {
        let factor = rows[row][place.column] / rows[turn][place.column]
        for column in 0..<count { rows[row][column] -= factor * rows[turn][column] }
      }
    }
    guard let free = (0..<count).first(where: { !pivots.contains($0) }) else { return nil }
    var direction = [Double](repeating: 0, count: count)
    direction[free] = 1
    for (row, pivot) in zip(rows, pivots) { direction[pivot] = -row[free] / row[pivot] }
    let largest = direction.reduce(0) { max($0, abs($1)) }
    return direction.map { $0 / largest }
  }
}
