public import Tensors

/// Which axis of a recording is which, so that single frames can be cut out of it.
///
/// | tensor | shape                                        |
/// |--------|----------------------------------------------|
/// | input  | any order of channel, time and two more axes  |
/// | plane  | `[height, width]`, in the input's own order   |
public struct SequenceLayout: Sendable, Equatable {
  public let shape: [Int]
  public let channels: Int
  public let frames: Int
  public let height: Int
  public let width: Int
  /// Whether the frames lie along a time axis; otherwise there is one frame, the whole plane.
  public let hasTime: Bool
  private let channelStride: Int
  private let frameStride: Int
  private let rowStride: Int
  private let columnStride: Int

  /// Nil when no plane of two axes is left after channel and time.
  ///
  /// Without names for every axis the order `[channel, time, height, width]` is taken, as far as the rank goes.
  public init?(shape: [Int], axes: [String]) {
    let names = axes.count == shape.count ? axes : SequenceLayout.usualNames(rank: shape.count)
    let channel = names.firstIndex(of: Axis.channel.rawValue)
    var time = names.firstIndex(of: Axis.time.rawValue)
    var plane = shape.indices.filter { $0 != channel && $0 != time }
    if plane.count == 1, let axis = time {
      plane = [plane[0], axis].sorted()
      time = nil
    }
    guard plane.count == 2 else { return nil }
    let strides = shape.rowMajorStrides
    self.shape = shape
    hasTime = time != nil
    (channels, channelStride) = channel.map { (shape[$0], strides[$0]) } ?? (1, 0)
    (frames, frameStride) = time.map { (shape[$0], strides[$0]) } ?? (1, 0)
    (height, rowStride) = (shape[plane[0]], strides[plane[0]])
    (width, columnStride) = (shape[plane[1]], strides[plane[1]])
  }

  /// One frame of one channel.
  public func plane(of tensor: Tensor, channel: Int, frame: Int) -> Tensor {
    precondition(tensor.shape == shape, "SequenceLayout: expected \(shape), is \(tensor.shape)")
    precondition((0..<channels).contains(channel) && (0..<frames).contains(frame), "SequenceLayout: no such plane")
    let start = channel * channelStride + frame * frameStride
    var scalars: [Float] = []
    scalars.reserveCapacity(height * width)
    for row in 0..<height {
      for column in 0..<width { scalars.append(tensor.scalars[start + row * rowStride + column * columnStride]) }
    }
    return Tensor(shape: [height, width], scalars: scalars)
  }

  private static func usualNames(rank: Int) -> [String] {
    switch rank {
    case 4: [Axis.channel, .time, .range, .doppler].map(\.rawValue)
    case 3: [Axis.time, .range, .doppler].map(\.rawValue)
    default: (0..<rank).map { "axis \($0)" }
    }
  }
}
