internal import Tensors

/// The L0 "ball": at most `size` elements differ from the clean input.
extension FeasibleSet {
  private var largestCount: Int { Int(min(max(budget.size, 0), Float(allowedCount))) }

  /// Draws `size` of the allowed elements, and for each a value of its bounds.
  func addSparsePoint(to point: inout [Float], using stream: inout RandomStream) {
    let places = allowed.indices.filter { allowed[$0] }.shuffled(using: &stream)
    for index in places.prefix(largestCount) {
      point[index] = lower[index] + stream.nextUniform() * (upper[index] - lower[index])
    }
  }

  /// Keeps the largest changes inside the bounds and undoes the others (Croce and Hein, 2019, arXiv:1909.05040).
  func keepLargestChanges(_ point: inout [Float]) {
    let proposed = point
    clip(&point, scale: 1)
    // What counts is how much nearer a kept element comes to where it was wanted, out of bounds or not.
    let gains = point.indices.map { index -> Float in
      let (wanted, reached) = (proposed[index] - clean[index], proposed[index] - point[index])
      return wanted * wanted - reached * reached
    }
    for index in Self.descending(gains).dropFirst(largestCount) { point[index] = clean[index] }
    for index in point.indices where gains[index] == 0 { point[index] = clean[index] }
  }
}
