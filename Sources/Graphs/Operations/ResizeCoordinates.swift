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
