internal import Tensors

/// Input diversity (Xie et al., 2019, arXiv:1803.06978): a randomly shrunk copy at a random place, now and then.
///
/// With `probability` an input's planes (its trailing two axes) are shrunk bilinearly to a random size of
/// `smallestShare…1` of theirs and put at a random place; what is left empty gets the value of the bounds nearest to 0.
/// The authors enlarge instead, for networks that take inputs of any size; a victim here has one.
public struct InputDiversity: Sendable, Hashable {
  public var probability: Float
  /// The least share of the height and width that is left.
  public var smallestShare: Float

  public init(probability: Float = 0.5, smallestShare: Float = 0.9) {
    self.probability = probability
    self.smallestShare = smallestShare
  }

  /// Nil where the copy is the input itself.
  func draw(for shape: [Int], using stream: inout RandomStream) -> PlaneResampling? {
    // The numbers are drawn in any case, so that what is drawn later does not depend on the outcome.
    let isApplied = stream.nextUniform() < probability
    let share = smallestShare + (1 - smallestShare) * stream.nextUniform()
    let (height, width) = shape.plane
    let (rows, columns) = (Self.extent(height, share), Self.extent(width, share))
    let top = stream.nextIndex(in: 0..<height - rows + 1)
    let left = stream.nextIndex(in: 0..<width - columns + 1)
    guard isApplied, rows < height || columns < width else { return nil }
    return PlaneResampling(height: height, width: width) { row, column in
      guard (top..<top + rows).contains(row), (left..<left + columns).contains(column) else { return nil }
      return (Self.source(row - top, rows, height), Self.source(column - left, columns, width))
    }
  }

  private static func extent(_ extent: Int, _ share: Float) -> Int {
    min(max(Int((Float(extent) * share).rounded()), 1), extent)
  }

  /// Where the centre of a pixel of the small plane lies on the large one.
  private static func source(_ index: Int, _ small: Int, _ large: Int) -> Double {
    min(max((Double(index) + 0.5) * Double(large) / Double(small) - 0.5, 0), Double(large - 1))
  }

  var complaints: [String] {
    var complaints: [String] = []
    if !(0...1).contains(probability) {
      complaints.append("the probability of diversity must lie in 0...1, is \(probability)")
    }
    if !(smallestShare > 0 && smallestShare <= 1) {
      complaints.append("the smallest share must lie above 0 and be at most 1, is \(smallestShare)")
    }
    return complaints
  }
}
