public import Tensors

/// One class per pixel.
public struct ClassMap: Sendable, Equatable {
  public let height: Int
  public let width: Int
  /// Row-major.
  public let classes: [Int]

  public init(height: Int, width: Int, classes: [Int]) {
    precondition(classes.count == height * width, "ClassMap: \(classes.count) classes cannot fill \(height) × \(width)")
    self.height = height
    self.width = width
    self.classes = classes
  }

  /// The class of the largest logit of each pixel, the first of equals; nil where any logit is not a number.
  ///
  /// - Parameter logits: `[C, H, W]`.
  public init?(logits: Tensor) {
    precondition(logits.rank == 3, "ClassMap: expected [C, H, W] logits, is \(logits.shape)")
    let pixels = logits.shape[1] * logits.shape[2]
    guard logits.shape[0] > 0, logits.scalars.allSatisfy({ !$0.isNaN }) else { return nil }
    var best = Array(logits.scalars[..<pixels]), classes = [Int](repeating: 0, count: pixels)
    for candidate in 1..<max(1, logits.shape[0]) {
      let offset = candidate * pixels
      for pixel in 0..<pixels where logits.scalars[offset + pixel] > best[pixel] {
        best[pixel] = logits.scalars[offset + pixel]
        classes[pixel] = candidate
      }
    }
    self.init(height: logits.shape[1], width: logits.shape[2], classes: classes)
  }

  /// The classes as numbers, `[H, W]`, for an array shard.
  public var tensor: Tensor { Tensor(shape: [height, width], scalars: classes.map(Float.init)) }
}
