/// How an output coordinate is mapped back to the input (ONNX `coordinate_transformation_mode`).
public enum CoordinateTransformation: String, Hashable, Sendable {
  case halfPixel = "half_pixel"
  case pytorchHalfPixel = "pytorch_half_pixel"
  case asymmetric = "asymmetric"
  case alignCorners = "align_corners"
}

/// How a nearest-neighbour resize rounds (ONNX `nearest_mode`).
public enum NearestRounding: String, Hashable, Sendable {
  case roundPreferFloor = "round_prefer_floor"
  case roundPreferCeil = "round_prefer_ceil"
  case floor, ceil
}

public enum Interpolation: Hashable, Sendable {
  case nearest(NearestRounding)
  case linear
}

/// Resamples the spatial axes of `[N, C, spatial…]`; separable, so one weight table per axis describes it.
public struct Resize: Hashable, Sendable {
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
}

/// The adjoint of `Resize`: input `dy`, output `[N, C] + inputExtents`.
public struct ResizeGradient: Hashable, Sendable {
  public let resize: Resize
  public let inputExtents: [Int]

  public init(_ resize: Resize, inputExtents: [Int]) {
    self.resize = resize
    self.inputExtents = inputExtents
  }
}
