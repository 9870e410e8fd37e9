public import Tensors

/// What the numbers of an example mean, as far as augmentation and regions must know.
public struct ExampleLayout: Sendable, Equatable {
  /// The shape of an input, without the batch.
  public let shape: [Int]
  public let axes: [Axis]
  /// The values an input element can take.
  public let bounds: ClosedRange<Float>
  /// `[K]`, or `[C, H, W]`: a mask has `H · W` positions.
  public let outputShape: [Int]

  public init(shape: [Int], axes: [Axis], bounds: ClosedRange<Float>, outputShape: [Int]) {
    precondition(shape.count == axes.count, "ExampleLayout: \(axes) do not name the axes of \(shape)")
    self.shape = shape
    self.axes = axes
    self.bounds = bounds
    self.outputShape = outputShape
  }

  func position(of axis: Axis) -> Int? { axes.firstIndex(of: axis) }
}
