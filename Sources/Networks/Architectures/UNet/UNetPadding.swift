internal import Graphs

/// What the 3×3 convolutions of a U-Net see beyond the image.
public enum UNetPadding: String, Sendable, Codable, CaseIterable {
  /// Zeros round every layer: as many logits as pixels.
  case same
  /// Nothing: the logits are those of the middle of the image (`ValidExtents`).
  case valid
  /// The image's mirror image round the image, once, and nothing round the layers: as many logits as pixels.
  ///
  /// The overlap-tile strategy of Ronneberger et al., 2015, arXiv:1505.04597, figure 2, as a layer of the network: so
  /// gradients and perturbations belong to real pixels alone.
  case reflect
  /// The same with the image's border pixels repeated.
  case edge

  /// How the image is grown before the first layer.
  var growth: PaddingMode? {
    switch self {
    case .same, .valid: nil
    case .reflect: .reflect
    case .edge: .edge
    }
  }

  var convolutions: ConvolutionPadding { self == .same ? .same : .valid }
}
