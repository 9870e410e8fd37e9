public import Graphs
public import Tensors

/// A 2-D convolutional network for each frame, and a long short-term memory over the frames.
///
/// Frames are folded into the batch, so that the last convolution gives one map for each frame: importance per frame can
/// be read off it.
///
/// With the usual settings, for an input `[2, 40, 32, 32]` and 7 classes (72,583 parameters):
///
/// | block | result, N samples | parameters |
/// |---|---|---|
/// | frames folded into the batch | `[40·N, 2, 32, 32]` | |
/// | frame1: 3×3, norm, relu, pool 2×2 | `[40·N, 8, 16, 16]` | 160 |
/// | frame2: 3×3, norm, relu, pool 2×2 | `[40·N, 16, 8, 8]` | 1,184 |
/// | frame3: 3×3, norm, relu, pool 2×2 | `[40·N, 32, 4, 4]` | 4,672 |
/// | embedding: linear, relu | `[40·N, 64]` | 32,832 |
/// | lstm, 64 units | `[40, N, 64]` | 33,280 |
/// | last moment (or mean), dropout, linear | `[N, 7]` | 455 |
///
/// Source: the CNN-LSTM of Wang et al., "Interacting with Soli", UIST 2016, in the small sizes in which it is trained on
/// Soli's 32×32 maps today; sizes and head are our own.
public struct RadarCNNLSTM: Architecture {
  public static let identifier = "radar-cnn-lstm"
  public static let summary = "2-D convolutions for each frame, LSTM over the frames"

  public var inputShape: [Int]
  public var classes: Int
  /// Channels of each block of the network for one frame.
  public var widths: [Int]
  /// What a frame is described by.
  public var features: Int
  /// Hidden units of the LSTM.
  public var units: Int
  public var readout: SequenceReadout
  /// Before the linear layer.
  public var dropout: Float

  public init() { self.init(inputShape: [2, 40, 32, 32], classes: 7) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    widths = [8, 16, 32]
    features = 64
    units = 64
    readout = .last
    dropout = 0.2
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case inputShape, classes, widths, features, units, readout, dropout
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    try settings.read(&widths, .widths)
    try settings.read(&features, .features)
    try settings.read(&units, .units)
    try settings.read(&readout, .readout)
    try settings.read(&dropout, .dropout)
  }

  public var inputAxes: [Axis] { [.channel, .time, .range, .doppler] }
  public var outputShape: [Int] { [classes] }

  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try checkSample(rank: 4, classes: classes)
    try checkExtents("widths", widths)
    try checkExtents("features and units", [features, units])
    let frames = try FrameEncoder(widths: widths, features: features)(x, in: &network)
    let sequence = try network.transpose(frames, [1, 0, 2], name: "sequence")
    let memory = try network.lstm(sequence, units: units, name: "lstm")
    let answer =
      switch readout {
      case .last: memory.last
      case .mean: try network.mean(memory.sequence, over: [0], name: "mean")
      }
    let kept = try network.dropout(answer, rate: dropout, name: "dropout")
    return try network.linear(kept, units: classes, name: "head")
  }
}
