public import Graphs
public import Tensors

/// A small network in the manner of DeepLabV3+: a residual encoder that is dilated where it would be strided, atrous
/// pyramid pooling, and a decoder that sees the encoder's early features.
///
/// With the usual settings, for an input `[3, 128, 128]` and one class (201,473 parameters):
///
/// | block | result `[channels, height, width]` |
/// |---|---|
/// | stem: 3×3 of stride 2 | `[16, 64, 64]` |
/// | stage1: two 3×3 with a shortcut, stride 2 | `[32, 32, 32]`, the early features |
/// | stage2: the same | `[64, 16, 16]` |
/// | stage3: the same, dilated by 2 in place of a stride | `[64, 16, 16]` |
/// | aspp: `PyramidPooling` | `[64, 16, 16]` |
/// | decoder: twice the size, joined with 1×1 of the early features, two separable 3×3 | `[64, 32, 32]` |
/// | head: 1×1, four times the size | `[1, 128, 128]` |
///
/// One class is one logit for each pixel: foreground where it is positive. Height and width must be divisible by 8. All
/// enlargements are bilinear.
///
/// Source: Chen, Zhu, Papandreou, Schroff and Adam, "Encoder-decoder with atrous separable convolution for semantic image
/// segmentation", 2018, arXiv:1802.02611, figure 2. Departures: an encoder of seven convolutions learnt from nothing where
/// the paper has Xception or ResNet-101; output stride 8, and `rates` in proportion to images of 128 to 256 pixels.
public struct DeepLab: Architecture {
  public static let identifier = "deeplab"
  public static let summary = "small network like DeepLabV3+ for segmentation: dilated encoder, pyramid pooling"

  public var inputShape: [Int]
  /// Logits for each pixel; 1 for foreground against background.
  public var classes: Int
  /// Channels of the stem; the stages have two and four times as many.
  public var width: Int
  /// Dilations of the pyramid.
  public var rates: [Int]
  /// After the pyramid; whole channels.
  public var spatialDropout: Float

  public init() { self.init(inputShape: [3, 128, 128], classes: 1) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    width = 16
    rates = [2, 4, 6]
    spatialDropout = 0
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case inputShape, classes, width, rates, spatialDropout
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    try settings.read(&width, .width)
    try settings.read(&rates, .rates)
    try settings.read(&spatialDropout, .spatialDropout)
  }

  public var inputAxes: [Axis] { [.channel, .height, .width] }
  public var outputShape: [Int] { [classes] + inputShape.dropFirst() }

  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try checkSettings()
    let (early, deep) = try encoded(x, in: &network)
    let pooled = try PyramidPooling(filters: 4 * width, rates: rates)(deep, name: "aspp", in: &network)
    let kept = try network.spatialDropout(pooled, rate: spatialDropout, name: "aspp/dropout")
    let decoded = try decoded(kept, early, in: &network)
    let logits = try network.convolution(decoded, filters: classes, kernel: [1, 1], name: "head")
    return try network.enlarge(logits, by: 4, .linear, name: "head/enlarged")
  }

  private func encoded(
    _ x: ValueID, in network: inout NetworkBuilder
  ) throws -> (early: ValueID, deep: ValueID) {
    let stem = ConvolutionBlock(filters: width, kernel: [3, 3], strides: [2, 2], activation: .relu)
    let first = try stem(x, name: "stem", in: &network)
    let early = try ResidualBlock(filters: 2 * width, stride: 2)(first, name: "stage1", in: &network)
    let middle = try ResidualBlock(filters: 4 * width, stride: 2)(early, name: "stage2", in: &network)
    return (early, try ResidualBlock(filters: 4 * width, dilation: 2)(middle, name: "stage3", in: &network))
  }

  private func decoded(_ deep: ValueID, _ early: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    let narrow = ConvolutionBlock(filters: width, kernel: [1, 1], activation: .relu)
    let low = try narrow(early, name: "decoder/early", in: &network)
    let large = try network.enlarge(deep, by: 2, .linear, name: "decoder/enlarged")
    let joined = try network.concatenate([large, low], axis: 1, name: "decoder/join")
    let block = SeparableBlock(filters: 4 * width)
    return try block(try block(joined, name: "decoder/1", in: &network), name: "decoder/2", in: &network)
  }

  private func checkSettings() throws(NetworkError) {
    try checkSample(rank: 3, classes: classes)
    try checkExtents("width", [width])
    try checkExtents("rates", rates)
    try check(
      inputShape.dropFirst().allSatisfy { $0 % 8 == 0 }, "images of \(inputShape[1])×\(inputShape[2])",
      hint: "take multiples of 8 (--resize, --crop or --pad)")
  }
}
