/// Resamples the spatial axes of `[N, C, spatial…]`; separable, so one weight table per axis describes it.
///
/// Output index `o` along an axis of `m` output and `n` input elements reads at the input coordinate
///
///     halfPixel (and pytorchHalfPixel where m > 1)   (o + ½) / scale − ½
///     pytorchHalfPixel where m = 1                   0
///     asymmetric                                     o / scale
///     alignCorners                                   o · (n − 1) / (m − 1), or 0 where m = 1
///
/// in `Float` arithmetic, since the rounding of a nearest neighbour depends on it. Nearest takes the rounded
/// coordinate, linear weighs its two neighbours; both are clamped to the axis.
public struct Resize: Operation, Hashable {
  /// The spatial extents of the output.
  public let extents: [Int]
  /// Output size / input size per spatial axis, as the file states them (they need not be the exact ratio).
  public let scales: [Float]
  public let interpolation: Interpolation
  public let transformation: CoordinateTransformation

  public init(
    extents: [Int], scales: [Float], interpolation: Interpolation, transformation: CoordinateTransformation
  ) {
    self.extents = extents
    self.scales = scales
    self.interpolation = interpolation
    self.transformation = transformation
  }

  public var description: String { "Resize to \(extents)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    let shape = inputs[0]
    try check(
      shape.count >= 3 && shape.count == extents.count + 2,
      "expected an input [N, C, spatial…] with \(extents.count) spatial axes, got \(shape)")
    try check(
      scales.count == extents.count && scales.allSatisfy { $0.isFinite && $0 > 0 },
      "needs one positive scale for each of \(extents.count) axes, has \(scales)")
    try check(
      (extents + shape.dropFirst(2)).allSatisfy { $0 > 0 }, "cannot resize \(shape) to \(extents): nothing to read")
    return [Array(shape.prefix(2)) + extents]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    let inputExtents = Array(graph.shape(of: node.inputs[0]).dropFirst(2))
    return [try graph(ResizeGradient(self, inputExtents: inputExtents), dy)]
  }
}

/// The adjoint of `Resize`: input `dy`, output `[N, C] + inputExtents`.
public struct ResizeGradient: Operation, Hashable {
  public let resize: Resize
  public let inputExtents: [Int]

  public init(_ resize: Resize, inputExtents: [Int]) {
    self.resize = resize
    self.inputExtents = inputExtents
  }

  public var description: String { "gradient of \(resize)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 1...1)
    let shape = Array(inputs[0].prefix(2)) + inputExtents
    try check("dy", inputs[0], is: resize.outputShapes(for: [shape])[0])
    return [shape]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard wanted[0], let dy = cotangents[0] else { return [nil] }
    return [try graph(resize, dy)]
  }
}
