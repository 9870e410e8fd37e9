/// A point inside the limits of a `LeastLargestMove`, with a price for each limit, on its way to the optimum.
///
/// An element has four limits, kept together in this order, with the price `z` of each slack `s`:
///
///     t − d ≥ 0,   t + d ≥ 0,   upper − d ≥ 0,   d − lower ≥ 0
///
/// At the optimum `s z = 0` for all limits, `Σ (z₀ + z₁) = 1` and, for each element, `z₀ − z₁ + z₂ − z₃ = Σ_k y_k g_k`, with
/// `y_k` the price of the k-th function's rise.
struct InteriorPoint {
  private let program: LeastLargestMove
  /// `d`.
  private(set) var move: [Double]
  /// `t`.
  private var largest = 2.0
  private var slacks: [SIMD4<Double>]
  private var prices: [SIMD4<Double>]
  /// Positive from the start; what they differ by from how far the functions have really risen vanishes on the way.
  private var rowSlacks: [Double]
  private var rowPrices: [Double]

  /// How the four slacks of an element follow `d` and `t`.
  private static let alongMove = SIMD4<Double>(-1, 1, -1, 1)
  private static let alongLargest = SIMD4<Double>(1, 1, 0, 0)

  /// In the middle, with all products of slack and price alike.
  init(of program: LeastLargestMove) {
    let (lower, upper) = (program.lower, program.upper)
    let product = 1 / Double(max(lower.count, 1))
    let (move, largest) = (zip(lower, upper).map { (max($0, -1) + min($1, 1)) / 2 }, 2.0)
    slacks = move.indices.map {
      SIMD4(largest - move[$0], largest + move[$0], upper[$0] - move[$0], move[$0] - lower[$0])
    }
    prices = slacks.map { product / $0 }
    rowSlacks = zip(program.slopes, program.rises).map { max(Self.product($0, move) - $1, 0.5) }
    rowPrices = rowSlacks.map { product / $0 }
    self.program = program
    self.move = move
  }

  /// Whether what is wrong, in primal, dual and products, is below a millionth of `t`, which is at least 1.
  var isOptimal: Bool {
    gap <= 1e-6 && rowResiduals.allSatisfy { abs($0) <= 1e-9 } && abs(priceResidual) <= 1e-6
      && elementResiduals.reduce(0) { $0 + abs($1) } <= 1e-6
  }

  /// One step of the method; false where none can be made.
  mutating func advance() -> Bool {
    guard let system = System(of: self) else { return false }
    var products = zip(slacks, prices).map { -($0 * $1) }
    var rowProducts = zip(rowSlacks, rowPrices).map { -($0 * $1) }
    guard let guess = step(system, products, rowProducts) else { return false }
    let gap = gap
    var guessed = self
    guessed.take(guess)
    let share = guessed.gap / gap
    let center = share * share * share * gap / Double(4 * move.count + rowSlacks.count)
    for index in products.indices {
      products[index] += center - guess.slacks[index] * guess.prices[index]
    }
    for row in rowProducts.indices { rowProducts[row] += center - guess.rowSlacks[row] * guess.rowPrices[row] }
    guard let whole = step(system, products, rowProducts) else { return false }
    return take(whole)
  }

  // MARK: What is wrong

  private var gap: Double {
    zip(slacks, prices).reduce(0) { $0 + ($1.0 * $1.1).sum() } + Self.product(rowSlacks, rowPrices)
  }

  private var rowResiduals: [Double] {
    rowSlacks.indices.map { program.rises[$0] - Self.product(program.slopes[$0], move) + rowSlacks[$0] }
  }

  private var priceResidual: Double { 1 - prices.reduce(0) { $0 + ($1 * Self.alongLargest).sum() } }

  private var elementResiduals: [Double] {
    var residuals = prices.map { -($0 * Self.alongMove).sum() }
    for (slope, price) in zip(program.slopes, rowPrices) {
      for index in residuals.indices { residuals[index] -= price * slope[index] }
    }
    return residuals
  }

  // MARK: Steps

  /// A direction for everything at once.
  private struct Step {
    let move: [Double]
    let largest: Double
    let slacks: [SIMD4<Double>]
    let prices: [SIMD4<Double>]
    let rowSlacks: [Double]
    let rowPrices: [Double]
  }

  /// What is the same for the two steps from a point.
  private struct System {
    /// The elements' own curvature, `Σ z/s`, and how it couples them to `t`.
    let curvatures: [Double]
    let couplings: [Double]
    /// For the prices of the rows and `t`.
    let matrix: [[Double]]

    init?(of point: InteriorPoint) {
      let weights = zip(point.prices, point.slacks).map { $0 / $1 }
      let curvatures = weights.map { $0.sum() }
      let couplings = weights.map { $0.y - $0.x }
      let slopes = point.program.slopes
      let count = slopes.count
      var matrix = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count + 1)
      for row in 0..<count {
        let divided = zip(slopes[row], curvatures).map { $0 / $1 }
        for other in 0...row {
          let value = InteriorPoint.product(divided, slopes[other])
          (matrix[row][other], matrix[other][row]) = (value, value)
        }
        matrix[row][row] += point.rowSlacks[row] / point.rowPrices[row]
        let coupling = InteriorPoint.product(divided, couplings)
        (matrix[row][count], matrix[count][row]) = (-coupling, coupling)
      }
      // `Σ (w₀ + w₁) − coupling² / curvature`, without the difference of large numbers.
      matrix[count][count] = zip(weights, curvatures).reduce(0) { sum, pair in
        let w = pair.0
        return sum + (4 * w.x * w.y + (w.x + w.y) * (w.z + w.w)) / pair.1
      }
      guard matrix.allSatisfy({ $0.allSatisfy { $0.isFinite } }) else { return nil }
      (self.curvatures, self.couplings, self.matrix) = (curvatures, couplings, matrix)
    }
  }

  /// Newton's step to where the products of slack and price have changed by so much, and nothing else is wrong.
  private func step(_ system: System, _ products: [SIMD4<Double>], _ rowProducts: [Double]) -> Step? {
    let pulls = zip(products, slacks).map { $0 / $1 }
    let residuals = elementResiduals
    let forces = pulls.indices.map { (pulls[$0] * Self.alongMove).sum() - residuals[$0] }
    let pushed = zip(forces, system.curvatures).map { $0 / $1 }
    let wrong = rowResiduals
    var side = rowProducts.indices.map {
      rowProducts[$0] / rowPrices[$0] + wrong[$0] - Self.product(program.slopes[$0], pushed)
    }
    let pull = pulls.reduce(0) { $0 + ($1 * Self.alongLargest).sum() }
    side.append(pull - priceResidual - Self.product(system.couplings, pushed))
    guard let solved = Self.solution(of: system.matrix, side) else { return nil }
    let (rowChanges, largest) = (Array(solved.dropLast()), solved[rowProducts.count])
    var sums = zip(forces, system.couplings).map { $0 - $1 * largest }
    for (slope, change) in zip(program.slopes, rowChanges) {
      for index in sums.indices { sums[index] += change * slope[index] }
    }
    let changes = zip(sums, system.curvatures).map { $0 / $1 }
    let slackChanges = changes.map { $0 * Self.alongMove + largest * Self.alongLargest }
    return Step(
      move: changes, largest: largest, slacks: slackChanges,
      prices: products.indices.map { (products[$0] - prices[$0] * slackChanges[$0]) / slacks[$0] },
      rowSlacks: rowProducts.indices.map { (rowProducts[$0] - rowSlacks[$0] * rowChanges[$0]) / rowPrices[$0] },
      rowPrices: rowChanges)
  }

  /// Goes as far as slacks, and prices, stay positive; false where that is next to nowhere.
  @discardableResult
  private mutating func take(_ step: Step) -> Bool {
    let forward = min(Self.reach(slacks, step.slacks), Self.reach(rowSlacks, step.rowSlacks))
    let upward = min(Self.reach(prices, step.prices), Self.reach(rowPrices, step.rowPrices))
    guard forward > 1e-10, upward > 1e-10, step.largest.isFinite else { return false }
    for index in move.indices {
      move[index] += forward * step.move[index]
      slacks[index] += forward * step.slacks[index]
      prices[index] += upward * step.prices[index]
    }
    for row in rowSlacks.indices {
      rowSlacks[row] += forward * step.rowSlacks[row]
      rowPrices[row] += upward * step.rowPrices[row]
    }
    largest += forward * step.largest
    return true
  }

  private static func reach(_ values: [Double], _ changes: [Double]) -> Double {
    zip(values, changes).reduce(1) { $1.1 < 0 ? min($0, -0.995 * $1.0 / $1.1) : $0 }
  }

  private static func reach(_ values: [SIMD4<Double>], _ changes: [SIMD4<Double>]) -> Double {
    var reach = SIMD4<Double>(repeating: 1)
    for (value, change) in zip(values, changes) {
      let limit = -0.995 * value / change
      reach.replace(with: pointwiseMin(reach, limit), where: change .< 0)
    }
    return reach.min()
  }

  // MARK: Small matrices

  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Gaussian elimination with the largest pivot; nil where a matrix has none.
  private static func solution(of matrix: [[Double]], _ side: [Double]) -> [Double]? {
    var (rows, side) = (matrix, side)
    for column in rows.indices {
      let pivot = (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      side.swapAt(column, pivot)
      guard abs(rows[column][column]) > 0 else { return nil }
      for row in (column + 1)..<rows.count {
        let factor = rows[row][column] / rows[column][column]
        for place in column..<rows.count { rows[row][place] -= factor * rows[column][place] }
        side[row] -= factor * side[column]
      }
    }
    for row in rows.indices.reversed() {
      for place in (row + 1)..<rows.count { side[row] -= rows[row][place] * side[place] }
      side[row] /= rows[row][row]
    }
    return side.allSatisfy { $0.isFinite } ? side : nil
  }
}
