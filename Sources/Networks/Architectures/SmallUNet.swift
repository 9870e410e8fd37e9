public import Graphs
public import Tensors

/// A U-Net of few channels: an encoder, a decoder, and connections between levels of one resolution.
///
/// With the usual settings, for an input `[3, 128, 128]` and one class (121,177 parameters):
///
/// | block | result `[channels, height, width]` | parameters |
/// |---|---|---|
/// | down1: twice 3×3, norm, relu | `[8, 128, 128]` | 824 |
/// | pool 2×2, down2 | `[16, 64, 64]` | 3,520 |
/// | pool 2×2, down3 | `[32, 32, 32]` | 13,952 |
/// | pool 2×2, bottom | `[64, 16, 16]` | 55,552 |
/// | up3: up-convolution 2×2, joined with down3, twice 3×3, norm, relu | `[32, 32, 32]` | 36,000 |
/// | up2, likewise with down2 | `[16, 64, 64]` | 9,040 |
/// | up1, likewise with down1 | `[8, 128, 128]` | 2,280 |
/// | head: 1×1 | `[1, 128, 128]` | 9 |
///
/// One class is one logit for each pixel: foreground where it is positive. Height and width must be divisible by
/// 2^depth.
///
/// Source: Ronneberger, Fischer and Brox, "U-Net", 2015, arXiv:1505.04597, figure 1; with padded convolutions and batch
/// normalisation, and far fewer channels.
public struct SmallUNet: Architecture {
  public static let identifier = "small-unet"
  public static let summary = "U-Net of few channels for segmentation"

  public var inputShape: [Int]
  /// Logits for each pixel; 1 for foreground against background.
  public var classes: Int
  /// Channels of the first level; each level below has twice as many.
  public var width: Int
  /// How often the resolution is halved.
  public var depth: Int
  /// At the bottom; whole channels.
  public var spatialDropout: Float

  public init() { self.init(inputShape: [3, 128, 128], classes: 1) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    width = 8
    depth = 3
    spatialDropout = 0
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case inputShape, classes, width, depth, spatialDropout
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    try settings.read(&width, .width)
    try settings.read(&depth, .depth)
    try settings.read(&spatialDropout, .spatialDropout)
  }

  public var inputAxes: [Axis] { [.channel, .height, .width] }
  public var outputShape: [Int] { [classes] + inputShape.dropFirst() }

  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try checkSettings()
    var (value, skipped) = (x, [ValueID]())
    for level in 0..<depth {
      value = try twice(value, filters: width << level, name: "down\(level + 1)", in: &network)
      skipped.append(value)
      value = try network.maxPool(value, kernel: [2, 2], name: "down\(level + 1)/pool")
    }
    value = try twice(value, filters: width << depth, name: "bottom", in: &network)
    value = try network.spatialDropout(value, rate: spatialDropout, name: "bottom/dropout")
    for (level, other) in skipped.enumerated().reversed() {
      let (name, filters) = ("up\(level + 1)", width << level)
      value = try network.upConvolution(value, filters: filters, factors: [2, 2], name: name + "/upsample")
      value = try network.concatenate([other, value], axis: 1, name: name + "/join")
      value = try twice(value, filters: filters, name: name, in: &network)
    }
    return try network.convolution(value, filters: classes, kernel: [1, 1], name: "head")
  }

  private func twice(
    _ x: ValueID, filters: Int, name: String, in network: inout NetworkBuilder
  ) throws -> ValueID {
    let block = ConvolutionBlock(filters: filters, kernel: [3, 3], activation: .relu)
    return try block(try block(x, name: name + "/1", in: &network), name: name + "/2", in: &network)
  }

  private func checkSettings() throws(NetworkError) {
    try checkSample(rank: 3, classes: classes)
    try check((1...8).contains(depth), "depth \(depth)", hint: "take 1 to 8")
    try checkExtents("width", [width])
    try check(
      inputShape.dropFirst().allSatisfy { $0 % (1 << depth) == 0 },
      "images of \(inputShape[1])×\(inputShape[2]) cannot be halved \(depth) times",
      hint: "take multiples of \(1 << depth), or less depth")
  }
}
