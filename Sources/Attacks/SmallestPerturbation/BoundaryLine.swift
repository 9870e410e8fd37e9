/// The search for where a line, 0 at the clean input and 1 at a success, meets the boundary, in few looks.
///
/// False position on the margins at both ends, aimed by turns at a hair behind and before the root, so that both ends
/// close in on it; every third time the middle, in case the margin is far from straight.
package struct BoundaryLine {
  private var (near, far) = (0.0, 1.0)
  private var (nearMargin, farMargin): (Double, Double)
  private var turn = 0

  /// - Parameters:
  ///   - near: the margin at the clean input, below 0.
  ///   - far: the margin at the success, not below 0.
  package init(near: Double, far: Double) { (nearMargin, farMargin) = (near, far) }

  /// Where to look next; nil when the boundary is known well enough.
  package mutating func next(tolerance: Double) -> Double? {
    guard far - near > tolerance * far else { return nil }
    turn += 1
    let middle = (near + far) / 2
    let root = near + (far - near) * nearMargin / (nearMargin - farMargin)
    guard turn % 3 != 0, root.isFinite else { return middle }
    let hair = tolerance * far * (turn % 3 == 1 ? 0.4 : -0.4)
    let edge = min(tolerance * far, far - near) * 0.1
    return min(max(root + hair, near + edge), far - edge)
  }

  package mutating func advance(to share: Double, margin: Double, isReached: Bool) {
    if isReached { (far, farMargin) = (share, margin) } else { (near, nearMargin) = (share, margin) }
  }
}
