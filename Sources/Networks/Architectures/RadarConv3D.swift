public import Graphs
public import Tensors

/// A 3-D convolutional network over sequences of range-Doppler maps.
///
/// The family that radar gesture studies train: blocks of 3×3×3 convolution, batch normalisation, activation and max
/// pooling. Space is pooled early, time only where `timePooling` says so, so that the last convolution still has moments:
/// importance per frame can be read off it. A global mean replaces the large dense layer of older members of the family.
///
/// With the usual settings, for an input `[2, 40, 32, 32]` and 7 classes (73,703 parameters):
///
/// | block | result `[channels, time, range, Doppler]` | parameters |
/// |---|---|---|
/// | block1: 3×3×3, norm, relu, pool 1×2×2 | `[8, 40, 16, 16]` | 448 |
/// | block2: 3×3×3, norm, relu, pool 2×2×2 | `[16, 20, 8, 8]` | 3,488 |
/// | block3: 3×3×3, norm, relu, pool 1×2×2 | `[32, 20, 4, 4]` | 13,888 |
/// | block4: 3×3×3, norm, relu | `[64, 20, 4, 4]` | 55,424 |
/// | mean over positions, dropout, linear | `[7]` | 455 |
///
/// **Masked padding.** With `masksPadding` the input's last channel is no measurement but the validity of frames: 1 where
/// a frame was recorded, 0 where it is padding (more than a half anywhere in the frame counts as 1). The other channels and
/// every block's result are multiplied by it, and the mean is taken over valid frames: what padding frames hold cannot
/// change the logits, and neither can how many there are after the recording. (In training, padding positions still count
/// in the statistics of the batch normalisations.)
///
/// Source: the "3D-CNN" of Vandersmissen et al., "Indoor human activity recognition using high-dimensional sensors and deep
/// neural networks", Neural Computing and Applications, 2020, is of this family; widths, pooling and head are our own.
public struct RadarConv3D: Architecture {
  public static let identifier = "radar-conv3d"
  public static let summary = "3-D convolutions over range-Doppler sequences, global mean"

  public var inputShape: [Int]
  public var classes: Int
  /// Channels of each block.
  public var widths: [Int]
  /// How many moments each block pools into one; 1 pools none.
  public var timePooling: [Int]
  /// How many range and Doppler cells each block pools into one, along both axes; 1 pools none.
  public var spacePooling: [Int]
  public var activation: Activation
  /// After each block; whole channels.
  public var spatialDropout: Float
  /// Before the linear layer.
  public var dropout: Float
  /// Whether the input's last channel is the validity of frames.
  public var masksPadding: Bool

  public init() { self.init(inputShape: [2, 40, 32, 32], classes: 7) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    widths = [8, 16, 32, 64]
    timePooling = [1, 2, 1, 1]
    spacePooling = [2, 2, 2, 1]
    activation = .relu
    spatialDropout = 0
    dropout = 0.2
    masksPadding = false
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case inputShape, classes, widths, timePooling, spacePooling, activation, spatialDropout, dropout, masksPadding
  }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    try settings.read(&widths, .widths)
    try settings.read(&timePooling, .timePooling)
    try settings.read(&spacePooling, .spacePooling)
    try settings.read(&activation, .activation)
    try settings.read(&spatialDropout, .spatialDropout)
    try settings.read(&dropout, .dropout)
    try settings.read(&masksPadding, .masksPadding)
  }

  public var inputAxes: [Axis] { [.channel, .time, .range, .doppler] }
  public var outputShape: [Int] { [classes] }

  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try checkSettings()
    var mask = masksPadding ? try FrameMask(lastChannelOf: x, in: &network) : nil
    var value = try mask?.measurements(of: x, in: &network) ?? x
    for index in widths.indices { value = try block(index, value, &mask, in: &network) }
    let features = try mask?.mean(of: value, in: &network) ?? network.globalMean(value, name: "mean")
    let kept = try network.dropout(features, rate: dropout, name: "dropout")
    return try network.linear(kept, units: classes, name: "head")
  }

  private func block(
    _ index: Int, _ x: ValueID, _ mask: inout FrameMask?, in network: inout NetworkBuilder
  ) throws -> ValueID {
    let name = "block\(index + 1)"
    let block = ConvolutionBlock(filters: widths[index], kernel: [3, 3, 3], activation: activation)
    var value = try block(x, name: name, in: &network)
    if let mask { value = try mask.applied(to: value, name: name + "/valid", in: &network) }
    let pooling = [timePooling[index], spacePooling[index], spacePooling[index]]
    value = try network.maxPool(value, kernel: pooling, name: name + "/pool")
    try mask?.pool(timePooling[index], name: name + "/mask", in: &network)
    return try network.spatialDropout(value, rate: spatialDropout, name: name + "/dropout")
  }

  private func checkSettings() throws(NetworkError) {
    try checkSample(rank: 4, classes: classes)
    for (name, list) in [("widths", widths), ("timePooling", timePooling), ("spacePooling", spacePooling)] {
      try checkExtents(name, list)
      try check(
        list.count == widths.count, "\(name) \(list) for \(widths.count) blocks", hint: "give one number for each block"
      )
    }
    try check(
      !masksPadding || inputShape[0] > 1, "masksPadding with \(inputShape[0]) channel(s)",
      hint: "the last channel is the validity of frames; at least one before it must be a measurement")
  }
}
