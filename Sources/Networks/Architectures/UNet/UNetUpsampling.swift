internal import Graphs

/// How a U-Net doubles the resolution of its decoder.
public enum UNetUpsampling: String, Sendable, Codable, CaseIterable {
  /// A transposed 2×2 convolution of stride 2, as in the paper.
  case transposed
  /// Each pixel four times, then a convolution block: no chequerboards (Odena, Dumoulin and Olah, Distill, 2016).
  case nearest
  /// Bilinear, then a convolution block.
  case bilinear

  var interpolation: Interpolation { self == .bilinear ? .linear : .nearest(.floor) }
}
