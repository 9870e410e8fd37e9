import Graphs

extension OperationCase {
  /// Every interpolation under every coordinate transformation, growing and shrinking, on one to three axes.
  public static var resizes: [OperationCase] {
    let sizes: [(extents: [Int], scales: [Float])] = [
      ([8, 6], [2, 2]), ([6, 5], [1.5, 1.7]), ([2, 1], [0.6, 0.4]), ([4, 9], [1, 3]),
    ]
    var cases: [OperationCase] = []
    for (extents, scales) in sizes {
      for transformation in transformations {
        for interpolation in interpolations {
          let resize = Resize(
            extents: extents, scales: scales, interpolation: interpolation, transformation: transformation)
          cases.append(OperationCase(name(interpolation, transformation), resize, [2, 2, 4, 3]))
        }
      }
    }
    return cases + otherRanks + gradients
  }

  private static let transformations: [CoordinateTransformation] = [
    .halfPixel, .pytorchHalfPixel, .asymmetric, .alignCorners,
  ]
  private static let interpolations: [Interpolation] = [
    .linear, .nearest(.roundPreferFloor), .nearest(.roundPreferCeil), .nearest(.floor), .nearest(.ceil),
  ]

  private static func name(_ interpolation: Interpolation, _ transformation: CoordinateTransformation) -> String {
    "\(interpolation), \(transformation)"
  }

  private static var otherRanks: [OperationCase] {
    [Interpolation.linear, .nearest(.floor)].flatMap { interpolation in
      [
        OperationCase(
          "1-D, \(interpolation)",
          Resize(extents: [7], scales: [1.4], interpolation: interpolation, transformation: .halfPixel), [2, 3, 5]),
        OperationCase(
          "3-D, \(interpolation)",
          Resize(
            extents: [4, 3, 2], scales: [2, 1.5, 0.7], interpolation: interpolation, transformation: .asymmetric),
          [1, 2, 2, 2, 3]),
      ]
    }
  }

  private static var gradients: [OperationCase] {
    interpolations.map { interpolation in
      let resize = Resize(
        extents: [6, 5], scales: [1.5, 1.7], interpolation: interpolation, transformation: .halfPixel)
      let operation = ResizeGradient(resize, inputExtents: [4, 3])
      return OperationCase(name(interpolation, .halfPixel), operation, [1, 2, 6, 5])
    }
  }
}
