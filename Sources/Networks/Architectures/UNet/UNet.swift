public import Tensors

/// A U-Net of any width and depth: padded or not, normalised or not, with or without attention.
///
/// With the usual settings, for an input `[3, 128, 128]` and one class (1,942,577 parameters):
///
/// | block | result `[channels, height, width]` |
/// |---|---|
/// | down1: twice 3×3, norm, relu | `[16, 128, 128]` |
/// | pool 2×2, down2; down3; down4 | `[32, 64, 64]`, `[64, 32, 32]`, `[128, 16, 16]` |
/// | pool 2×2, bottom | `[256, 8, 8]` |
/// | up4: twice the size, joined with down4 (after it), twice 3×3, norm, relu | `[128, 16, 16]` |
/// | up3, up2, up1, likewise | `[64, 32, 32]`, `[32, 64, 64]`, `[16, 128, 128]` |
/// | head: 1×1 | `[1, 128, 128]` |
///
/// | `padding` | sides of the input | logits |
/// |---|---|---|
/// | `same` | multiples of 2^depth | one a pixel |
/// | `valid` | 2^depth·b + 4·(2^depth − 1), b ≥ 8 | of the middle: 12·2^depth − 8 fewer rows and columns |
/// | `reflect`, `edge` | 2^depth·k + 4 | one a pixel |
///
/// One class is one logit for each pixel: foreground where it is positive. With `width` 32, two classes, `valid`, no
/// normalisation and 572×572 pixels it is the network that ASMA was published with (7,760,130 parameters, 388×388
/// logits): the preset `asma-unet`.
///
/// Without normalisation the 3×3 convolutions begin as the paper has them, normal of variance 2/fan-in.
///
/// Source: Ronneberger, Fischer and Brox, "U-Net", 2015, arXiv:1505.04597, figure 1. Instance normalisation is that of
/// Isensee et al., nnU-Net, 2018, arXiv:1809.10486; attention that of `AttentionGate`.
public struct UNet: Architecture {
  public static let identifier = "unet"
  public static let summary = "U-Net of any width and depth for segmentation"

  public var inputShape: [Int]
  /// Logits for each pixel; 1 for foreground against background.
  public var classes: Int
  /// Channels of the first level; each level below has twice as many.
  public var width: Int
  /// How often the resolution is halved.
  public var depth: Int
  public var padding: UNetPadding
  public var normalization: FeatureNormalization
  public var upsampling: UNetUpsampling
  /// Attention gates on every skip connection but the first, whose features are too simple to be judged (Oktay et al.).
  public var attention: Bool
  /// At the bottom; whole channels.
  public var spatialDropout: Float

  public init() { self.init(inputShape: [3, 128, 128], classes: 1) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    (width, depth) = (16, 4)
    (padding, normalization, upsampling) = (.same, .batch, .transposed)
    attention = false
    spatialDropout = 0
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case inputShape, classes, width, depth, padding, normalization, upsampling, attention, spatialDropout
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    try settings.read(&width, .width)
    try settings.read(&depth, .depth)
    try settings.read(&padding, .padding)
    try settings.read(&normalization, .normalization)
    try settings.read(&upsampling, .upsampling)
    try settings.read(&attention, .attention)
    try settings.read(&spatialDropout, .spatialDropout)
  }

  public var inputAxes: [Axis] { [.channel, .height, .width] }

  public var outputShape: [Int] {
    let loss = padding == .valid && (1...Self.largestDepth).contains(depth) ? ValidExtents(depth: depth).margin : 0
    return [classes] + inputShape.dropFirst().map { $0 - loss }
  }

  static let largestDepth = 8
}
