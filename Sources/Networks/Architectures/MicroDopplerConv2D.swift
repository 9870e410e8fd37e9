public import Graphs
public import Tensors

/// A 2-D convolutional network over micro-Doppler maps: velocity against time, without range.
///
/// The two-dimensional sister of `RadarConv3D`: blocks of 3×3 convolution, batch normalisation, activation and max pooling,
/// then a global mean. Time is pooled only where `timePooling` says so.
///
/// With the usual settings, for an input `[1, 40, 32]` and 7 classes (24,959 parameters):
///
/// | block | result `[channels, time, Doppler]` | parameters |
/// |---|---|---|
/// | block1: 3×3, norm, relu, pool 1×2 | `[8, 40, 16]` | 88 |
/// | block2: 3×3, norm, relu, pool 2×2 | `[16, 20, 8]` | 1,184 |
/// | block3: 3×3, norm, relu, pool 1×2 | `[32, 20, 4]` | 4,672 |
/// | block4: 3×3, norm, relu | `[64, 20, 4]` | 18,560 |
/// | mean over positions, dropout, linear | `[7]` | 455 |
///
/// Source: the same family as `RadarConv3D`, on the input of Vandersmissen et al., "Indoor person identification using a
/// low-power FMCW radar", IEEE TGRS, 2018; sizes are our own.
public struct MicroDopplerConv2D: Architecture {
  public static let identifier = "micro-doppler-conv2d"
  public static let summary = "2-D convolutions over micro-Doppler maps, global mean"

  public var inputShape: [Int]
  public var classes: Int
  /// Channels of each block.
  public var widths: [Int]
  /// How many moments each block pools into one; 1 pools none.
  public var timePooling: [Int]
  /// How many Doppler cells each block pools into one; 1 pools none.
  public var dopplerPooling: [Int]
  public var activation: Activation
  /// Before the linear layer.
  public var dropout: Float

  public init() { self.init(inputShape: [1, 40, 32], classes: 7) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    widths = [8, 16, 32, 64]
    timePooling = [1, 2, 1, 1]
    dopplerPooling = [2, 2, 2, 1]
    activation = .relu
    dropout = 0.2
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case inputShape, classes, widths, timePooling, dopplerPooling, activation, dropout
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    try settings.read(&widths, .widths)
    try settings.read(&timePooling, .timePooling)
    try settings.read(&dopplerPooling, .dopplerPooling)
    try settings.read(&activation, .activation)
    try settings.read(&dropout, .dropout)
  }

  public var inputAxes: [Axis] { [.channel, .time, .doppler] }
  public var outputShape: [Int] { [classes] }

  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try checkSettings()
    var value = x
    for index in widths.indices {
      let name = "block\(index + 1)"
      let block = ConvolutionBlock(filters: widths[index], kernel: [3, 3], activation: activation)
      value = try block(value, name: name, in: &network)
      value = try network.maxPool(value, kernel: [timePooling[index], dopplerPooling[index]], name: name + "/pool")
    }
    value = try network.globalMean(value, name: "mean")
    let kept = try network.dropout(value, rate: dropout, name: "dropout")
    return try network.linear(kept, units: classes, name: "head")
  }

  private func checkSettings() throws(NetworkError) {
    try checkSample(rank: 3, classes: classes)
    for (name, list) in [("widths", widths), ("timePooling", timePooling), ("dopplerPooling", dopplerPooling)] {
      try checkExtents(name, list)
      try check(
        list.count == widths.count, "\(name) \(list) for \(widths.count) blocks", hint: "give one number for each block"
      )
    }
  }
}
