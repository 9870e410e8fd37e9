public import Tensors

/// Where in an input a model looked: values from 0 to 1 over the input's axes without channels.
public struct HeatMap: Sendable, Equatable {
  /// `[height, width]`, or `[time, range, doppler]`, in the order of `axes`; the largest value is 1.
  public let values: Tensor
  public let axes: [Axis]
  /// The layer that it was made from.
  public let layer: String
  /// The class that it explains.
  public let classIndex: Int
  /// The largest value before scaling.
  public let peak: Float

  public init(values: Tensor, axes: [Axis], layer: String, classIndex: Int, peak: Float) {
    precondition(values.rank == axes.count, "HeatMap: \(axes) do not name the axes of \(values.shape)")
    self.values = values
    self.axes = axes
    self.layer = layer
    self.classIndex = classIndex
    self.peak = peak
  }

  /// Nothing in the layer speaks for the class: the map is zero everywhere, and so is not scaled.
  public var isZero: Bool { peak == 0 }

  /// How much each frame matters: the mean of the map over the frame; nil without a time axis.
  public var frameImportance: [Float]? {
    guard let time = axes.firstIndex(of: .time) else { return nil }
    return FrameAxis(shape: values.shape, time: time).reduce(values.scalars, into: 0.0) { $0 += Double($1) }
      .map { Float($0 / Double(max(values.count / values.shape[time], 1))) }
  }
}
