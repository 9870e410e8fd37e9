public import Graphs
public import Tensors

/// One linear layer over averaged cells: the baseline that tells how much of a task needs no network.
///
/// With the usual settings, for an input `[2, 40, 32, 32]` and 7 classes (8,967 parameters):
///
/// | block | result | parameters |
/// |---|---|---|
/// | mean of 4×4×4 cells | `[2, 10, 8, 8]` | |
/// | linear | `[7]` | 8,967 |
///
/// Samples may have one to three axes after the channels.
public struct LinearClassifier: Architecture {
  public static let identifier = "linear"
  public static let summary = "one linear layer over averaged cells, a baseline"

  public var inputShape: [Int]
  public var classes: Int
  /// How many elements along each axis but the channels are averaged into one; what does not fill a window at the end is
  /// left out.
  public var pooling: [Int]

  public init() { self.init(inputShape: [2, 40, 32, 32], classes: 7) }

  public init(inputShape: [Int], classes: Int) {
    self.inputShape = inputShape
    self.classes = classes
    pooling = inputShape.dropFirst().map { min(4, max(1, $0)) }
  }

  enum CodingKeys: String, CodingKey, CaseIterable { case inputShape, classes, pooling }

  public init(from decoder: any Decoder) throws {
    self.init()
    let settings = try ArchitectureSettings(decoder, keys: CodingKeys.self, of: Self.identifier)
    try settings.read(&inputShape, .inputShape)
    try settings.read(&classes, .classes)
    self.init(inputShape: inputShape, classes: classes)
    try settings.read(&pooling, .pooling)
  }

  public var inputAxes: [Axis] {
    switch inputShape.count {
    case 3: [.channel, .time, .doppler]
    case 2: [.channel, .time]
    default: [.channel, .time, .range, .doppler]
    }
  }
  public var outputShape: [Int] { [classes] }

  public func body(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    try check(
      (2...4).contains(inputShape.count), "samples of shape \(inputShape)", hint: "give 2 to 4 axes, channels first")
    try checkSample(rank: inputShape.count, classes: classes)
    try checkExtents("pooling", pooling)
    try check(
      pooling.count == inputShape.count - 1, "pooling \(pooling) for samples of shape \(inputShape)",
      hint: "give one number for each axis but the channels")
    let pooled = try network.averagePool(x, kernel: pooling, name: "pool")
    return try network.linear(try network.flatten(pooled, name: "flatten"), units: classes, name: "head")
  }
}
