internal import Tensors

/// The gradient of a loss, estimated from its values at pairs of points.
///
///     p⁺ = clip(x + σu),  p⁻ = clip(x − σu),  d = p⁺ − p⁻,   ĝᵢ = Σ (L(p⁺) − L(p⁻)) dᵢ / Σ dᵢ²   over the pairs
///
/// Without the clip this is the antithetic estimate of evolution strategies (`u` normal: Salimans et al., 2017,
/// arXiv:1703.03864) and of simultaneous perturbation (`u` of random signs: Spall, 1992), up to their common factor. With
/// it, each element is related to how far it really moved: at a bound, where only one of a pair can leave, the textbook
/// form would show half the slope. Elements outside the region never move and have slope 0.
struct GradientEstimator {
  enum Law {
    case normal
    case signs
  }

  let reachable: FeasibleSet
  let pairs: Int
  /// `σ`, in input units.
  let distance: Float
  let law: Law
  /// How many pairs are asked about at once: thousands of large inputs need not be in memory together.
  private static let pairsPerQuestion = 64

  /// All 0 where no two answers of a pair differed.
  ///
  /// It asks for as many pairs as can be paid with one query left over, to look at where the slope leads.
  func gradient(
    at point: [Float], asking meter: QueryMeter, using stream: inout RandomStream
  ) async throws -> [Float] {
    let pairs = min(pairs, (meter.left - 1) / 2)
    guard pairs > 0 else { throw SearchEnded() }
    var sums = DifferenceSums(count: point.count)
    for first in stride(from: 0, to: pairs, by: Self.pairsPerQuestion) {
      let points = (first..<min(first + Self.pairsPerQuestion, pairs)).flatMap { _ in
        let direction = direction(using: &stream)
        return [moved(point, along: direction, by: distance), moved(point, along: direction, by: -distance)]
      }
      sums.add(try await meter.scores(at: points), at: points)
    }
    return sums.slope
  }

  private func direction(using stream: inout RandomStream) -> [Float] {
    switch law {
    case .normal: .normal(over: reachable, using: &stream)
    case .signs: reachable.allowed.map { $0 ? (stream.next() & 1 == 0 ? 1 : -1) : 0 }
    }
  }

  private func moved(_ point: [Float], along direction: [Float], by distance: Float) -> [Float] {
    var moved = point
    moved.add(direction, times: Double(distance))
    reachable.clip(&moved, scale: 1)
    return moved
  }
}

/// Sums over pairs of points, from which the slope of every element follows.
private struct DifferenceSums {
  private var products: [Double]
  private var squares: [Double]

  init(count: Int) {
    products = [Double](repeating: 0, count: count)
    squares = products
  }

  /// Adds pairs, each of a point ahead and one behind; those whose scores are not finite are left out.
  mutating func add(_ scores: [Double], at points: [[Float]]) {
    for pair in stride(from: 0, to: points.count, by: 2) {
      let rise = scores[pair] - scores[pair + 1]
      guard rise.isFinite else { continue }
      let (ahead, behind) = (points[pair], points[pair + 1])
      for index in products.indices {
        let difference = Double(ahead[index]) - Double(behind[index])
        products[index] += rise * difference
        squares[index] += difference * difference
      }
    }
  }

  var slope: [Float] {
    zip(products, squares).map { product, square in
      let slope = square > 0 ? Float(product / square) : 0
      return slope.isFinite ? slope : 0
    }
  }
}

extension [Float] {
  /// Normal deviates over the elements of a region, 0 elsewhere.
  static func normal(over set: FeasibleSet, using stream: inout RandomStream) -> [Float] {
    set.allowed.map { $0 ? stream.nextGaussian() : 0 }
  }

  var hasDirection: Bool { contains { $0 != 0 } }
}
