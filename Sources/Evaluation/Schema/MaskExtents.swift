/// What one class covers in a mask.
public struct ClassExtent: Sendable, Codable, Equatable {
  public var pixels: Int
  /// The centroid in pixels from the top and from the left; null where the class is not there.
  @FiniteOrNull public var row: Double
  @FiniteOrNull public var column: Double

  public init(pixels: Int, row: Double, column: Double) {
    self.pixels = pixels
    self.row = row
    self.column = column
  }
}

/// How much of each class there was, was wanted, and is there now; one element per class.
public struct MaskExtents: Sendable, Codable, Equatable {
  public var before: [ClassExtent]
  /// Of the mask to draw; nil for an untargeted attack.
  public var wanted: [ClassExtent]?
  /// Nil where the model's logits for the answer are not numbers.
  public var after: [ClassExtent]?

  public init(before: [ClassExtent], wanted: [ClassExtent]?, after: [ClassExtent]?) {
    self.before = before
    self.wanted = wanted
    self.after = after
  }
}

extension ClassMap {
  /// The extents of the classes below `classCount`; pixels where `isIgnored` belong to none.
  public func extents(classCount: Int, isIgnored: (_ pixel: Int) -> Bool = { _ in false }) -> [ClassExtent] {
    var counts = [Int](repeating: 0, count: classCount)
    var rows = [Double](repeating: 0, count: classCount), columns = rows
    for (pixel, label) in classes.enumerated() where counts.indices.contains(label) && !isIgnored(pixel) {
      counts[label] += 1
      rows[label] += Double(pixel / width)
      columns[label] += Double(pixel % width)
    }
    return counts.indices.map { label in
      let count = Double(counts[label])
      return ClassExtent(
        pixels: counts[label], row: count > 0 ? rows[label] / count : .nan,
        column: count > 0 ? columns[label] / count : .nan)
    }
  }
}
