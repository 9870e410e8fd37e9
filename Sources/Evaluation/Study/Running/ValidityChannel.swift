public import Tensors

/// The channel that says which frames of an input are recorded (1) and which are padding (0).
///
/// It is the last channel of an input, made by whoever pads, and no attacker reaches it: every region leaves it out.
public enum ValidityChannel {
  /// The input with the channel appended.
  public static func appended(to input: Tensor, axes: [Axis], frameKinds: [FrameKind]) throws -> Tensor {
    let (channel, time) = try places(axes, input.shape, frameKinds.count)
    let inner = input.shape.rowMajorStrides[channel]
    let block = input.shape[channel] * inner
    var shape = input.shape
    shape[channel] += 1
    let flags = plane(Array(input.shape[channel...].dropFirst()), time: time - channel - 1, frameKinds)
    var scalars: [Float] = []
    scalars.reserveCapacity(shape.product)
    for start in stride(from: 0, to: input.count, by: block) {
      scalars.append(contentsOf: input.scalars[start..<start + block])
      scalars.append(contentsOf: flags)
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// The region with the channel appended, which it leaves out.
  static func appended(to region: Region, axes: [Axis]) throws -> Region {
    let (channel, _) = try places(axes, region.shape, nil)
    let inner = region.shape.rowMajorStrides[channel]
    let block = region.shape[channel] * inner
    var shape = region.shape
    shape[channel] += 1
    var allowed: [Bool] = []
    allowed.reserveCapacity(shape.product)
    for start in stride(from: 0, to: region.allowed.count, by: block) {
      allowed += region.allowed[start..<start + block] + [Bool](repeating: false, count: inner)
    }
    return Region(shape: shape, allowed: allowed, name: region.name)
  }

  private static func places(_ axes: [Axis], _ shape: [Int], _ frames: Int?) throws -> (channel: Int, time: Int) {
    guard axes.count == shape.count, let channel = axes.firstIndex(of: .channel),
      let time = axes.firstIndex(of: .time), channel < time, frames == nil || frames == shape[time]
    else {
      throw StudyError(
        "a validity channel needs inputs of channels, then time, and one kind a frame; the input is "
          + "\(axes.map(\.rawValue)) \(shape) with \(frames.map(String.init) ?? "unknown") frame kinds")
    }
    return (channel, time)
  }

  /// One plane of the channel: the flag of each frame all over it.
  private static func plane(_ shape: [Int], time: Int, _ kinds: [FrameKind]) -> [Float] {
    let stride = shape.rowMajorStrides[time]
    return (0..<shape.product).map { kinds[$0 / stride % kinds.count] == .padding ? 0 : 1 }
  }
}

/// A study that cannot go on: what, and why.
public struct StudyError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
