public import Graphs
public import Tensors

/// A residual network whose 3-D convolutions are split into one over space and one over time: (2+1)-D.
///
/// With the usual settings, for an input `[2, 40, 32, 32]` and 7 classes (49,671 parameters):
///
/// | block | result `[channels, time, range, Doppler]` | parameters |
/// |---|---|---|
/// | stem: 1×3×3 by stride 1×2×2, norm, relu | `[16, 40, 16, 16]` | 320 |
/// | stage1: residual block | `[16, 40, 16, 16]` | 3,136 |
/// | stage2: residual block by stride 2×2×2 | `[32, 20, 8, 8]` | 8,384 |
/// | stage3: residual block by stride 1×2×2 | `[64, 20, 4, 4]` | 33,152 |
/// | features: 1×1×1, norm, relu | `[64, 20, 4, 4]` | 4,224 |
/// | mean over positions, dropout, linear | `[7]` | 455 |
///
/// A residual block is 1×3×3 (with the stride over space), norm, relu, 3×1×1 (with the stride over time), norm; the input
/// is added (through 1×1×1 and norm where its shape changes), then relu. The features' convolution is there so that one
/// layer holds everything the answer is made from: heat maps look at it.
///
/// Source: Tran et al., "A closer look at spatiotemporal convolutions for action recognition", 2018, arXiv:1711.11248,
/// figure 2 and section 3.5; widths, depth and strides are our own.
public struct RadarResNet: Architecture {
  public static let identifier = "radar-resnet"
  public static let summary = "residual (2+1)-D convolutions over range-Doppler sequences, global mean"

  public var inputShape: [Int]
  public var classes: Int
  /// Channels of each stage; the stem has those of the first.
  public var widths: [Int]
  /// By how much each stage strides over time; 1 keeps every moment.
  public var timeStrides: [Int]
  /// By how much each stage strides over range and Doppler.
  public var spaceStrides: [Int]
  /// Before the linear layer.
  public var dropout: Float

  public init() { self.init(inputShape: [2, 40, 32, 32], classes: 7) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    widths = [16, 32, 64]
    timeStrides = [1, 2, 1]
    spaceStrides = [1, 2, 2]
    dropout = 0.2
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case inputShape, classes, widths, timeStrides, spaceStrides, dropout
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    try settings.read(&widths, .widths)
    try settings.read(&timeStrides, .timeStrides)
    try settings.read(&spaceStrides, .spaceStrides)
    try settings.read(&dropout, .dropout)
  }

  public var inputAxes: [Axis] { [.channel, .time, .range, .doppler] }
  public var outputShape: [Int] { [classes] }

  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try checkSettings()
    let stem = ConvolutionBlock(filters: widths[0], kernel: [1, 3, 3], strides: [1, 2, 2], activation: .relu)
    var value = try stem(x, name: "stem", in: &network)
    for index in widths.indices { value = try stage(index, value, in: &network) }
    let features = ConvolutionBlock(filters: widths[widths.count - 1], kernel: [1, 1, 1], activation: .relu)
    value = try network.globalMean(try features(value, name: "features", in: &network), name: "mean")
    let kept = try network.dropout(value, rate: dropout, name: "dropout")
    return try network.linear(kept, units: classes, name: "head")
  }

  private func stage(_ index: Int, _ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    let (name, width) = ("stage\(index + 1)", widths[index])
    let (time, space) = (timeStrides[index], spaceStrides[index])
    let overSpace = ConvolutionBlock(filters: width, kernel: [1, 3, 3], strides: [1, space, space], activation: .relu)
    let overTime = ConvolutionBlock(filters: width, kernel: [3, 1, 1], strides: [time, 1, 1])
    var value = try overSpace(x, name: name + "/space", in: &network)
    value = try overTime(value, name: name + "/time", in: &network)
    let changes = network.shape(of: x) != network.shape(of: value)
    let shortcut = ConvolutionBlock(filters: width, kernel: [1, 1, 1], strides: [time, space, space])
    let carried = changes ? try shortcut(x, name: name + "/shortcut", in: &network) : x
    return try network.relu(try network.add(value, carried, name: name + "/add"), name: name + "/relu")
  }

  private func checkSettings() throws(NetworkError) {
    try checkSample(rank: 4, classes: classes)
    for (name, list) in [("widths", widths), ("timeStrides", timeStrides), ("spaceStrides", spaceStrides)] {
      try checkExtents(name, list)
      try check(
        list.count == widths.count, "\(name) \(list) for \(widths.count) stages", hint: "give one number for each stage"
      )
    }
  }
}
