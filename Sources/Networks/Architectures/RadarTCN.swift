public import Graphs
public import Tensors

/// A 2-D convolutional network for each frame, and causal dilated convolutions over the frames.
///
/// Block k looks `(kernel − 1)·2ᵏ` frames back and at none ahead; blocks are residual. Time goes through to the last
/// convolution unpooled: importance per frame can be read off it.
///
/// With the usual settings, for an input `[2, 40, 32, 32]` and 7 classes (40,743 parameters; the last moment sees 63 frames
/// back):
///
/// | block | result, N samples | parameters |
/// |---|---|---|
/// | frames folded into the batch | `[40·N, 2, 32, 32]` | |
/// | frame1: 3×3, norm, relu, pool 2×2 | `[40·N, 8, 16, 16]` | 160 |
/// | frame2: 3×3, norm, relu, pool 2×2 | `[40·N, 16, 8, 8]` | 1,184 |
/// | frame3: 3×3, norm, relu, pool 2×2 | `[40·N, 32, 4, 4]` | 4,672 |
/// | embedding: linear, relu; axes exchanged | `[N, 32, 40]` | 16,416 |
/// | tcn1 … tcn5: kernel 3, dilation 1, 2, 4, 8, 16, norm, relu, added | `[N, 32, 40]` | 5 × 3,136 |
/// | head: kernel 1, norm, relu | `[N, 64, 40]` | 2,176 |
/// | last moment (or mean), dropout, linear | `[N, 7]` | 455 |
///
/// Source: the class of TinyRadarNN (Scherer et al., 2021, arXiv:2006.16281: a small CNN for each frame, a temporal
/// convolutional network over them, about 46 k parameters); layers and sizes are our own.
public struct RadarTCN: Architecture {
  public static let identifier = "radar-tcn"
  public static let summary = "2-D convolutions for each frame, causal dilated convolutions over the frames"

  public var inputShape: [Int]
  public var classes: Int
  /// Channels of each block of the network for one frame.
  public var widths: [Int]
  /// What a frame is described by, and the channels of the blocks over time.
  public var features: Int
  /// How many blocks there are over time; block k is dilated by 2ᵏ.
  public var blocks: Int
  /// How many frames each of them sees.
  public var kernel: Int
  /// Channels of the last convolution.
  public var headWidth: Int
  public var readout: SequenceReadout
  /// Before the linear layer.
  public var dropout: Float

  public init() { self.init(inputShape: [2, 40, 32, 32], classes: 7) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    widths = [8, 16, 32]
    features = 32
    blocks = 5
    kernel = 3
    headWidth = 64
    readout = .mean
    dropout = 0.2
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case inputShape, classes, widths, features, blocks, kernel, headWidth, readout, dropout
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    try settings.read(&widths, .widths)
    try settings.read(&features, .features)
    try settings.read(&blocks, .blocks)
    try settings.read(&kernel, .kernel)
    try settings.read(&headWidth, .headWidth)
    try settings.read(&readout, .readout)
    try settings.read(&dropout, .dropout)
  }

  public var inputAxes: [Axis] { [.channel, .time, .range, .doppler] }
  public var outputShape: [Int] { [classes] }

  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try checkSettings()
    let frames = try FrameEncoder(widths: widths, features: features)(x, in: &network)
    var value = try network.transpose(frames, [0, 2, 1], name: "sequence")
    for index in 0..<blocks { value = try block(index, value, in: &network) }
    value = try ConvolutionBlock(filters: headWidth, kernel: [1], activation: .relu)(
      value, name: "features", in: &network)
    let kept = try network.dropout(try answer(of: value, in: &network), rate: dropout, name: "dropout")
    return try network.linear(kept, units: classes, name: "head")
  }

  private func block(_ index: Int, _ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    let name = "tcn\(index + 1)"
    let block = ConvolutionBlock(
      filters: features, kernel: [kernel], dilations: [1 << index], padding: .causal, activation: .relu)
    return try network.add(x, try block(x, name: name, in: &network), name: name + "/add")
  }

  /// `[N, C, T]` to `[N, C]`.
  private func answer(of value: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    if readout == .mean { return try network.mean(value, over: [2], name: "mean") }
    let shape = network.shape(of: value)
    let last = try network.slice(value, axis: 2, shape[2] - 1..<shape[2], name: "last")
    return try network.flatten(last, name: "last/flatten")
  }

  private func checkSettings() throws(NetworkError) {
    try checkSample(rank: 4, classes: classes)
    try checkExtents("widths", widths)
    try checkExtents("features, kernel and headWidth", [features, kernel, headWidth])
    try check((1...12).contains(blocks), "\(blocks) blocks", hint: "take 1 to 12: the last one looks 2ⁿ frames back")
  }
}
