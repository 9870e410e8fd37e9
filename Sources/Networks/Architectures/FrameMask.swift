import Graphs

/// Which moments of a sequence were recorded, beside activations `[N, C, T, …]`: 1 recorded, 0 padding, `[N, 1, T, 1, 1]`.
struct FrameMask {
  private var mask: ValueID

  /// The mask in the last channel of `[N, C, T, H, W]`: a frame is valid where more than a half is found anywhere in it.
  ///
  /// Comparing leaves no gradient, and no small change of the channel changes the mask.
  init(lastChannelOf x: ValueID, in network: inout NetworkBuilder) throws {
    let channels = network.shape(of: x)[1]
    let last = try network.slice(x, axis: 1, channels - 1..<channels, name: "mask/channel")
    let greatest = try network.apply(Reduction(.maximum, axes: [3, 4], keepsAxes: true), [last], name: "mask/greatest")
    let half = network.graph.scalar(0.5)
    mask = try network.apply(Binary(.greater), [greatest, half], name: "mask/frames")
  }

  /// All channels of the input but the last, zero in padding frames.
  func measurements(of x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    let channels = network.shape(of: x)[1]
    let measured = try network.slice(x, axis: 1, 0..<channels - 1, name: "mask/measurements")
    return try applied(to: measured, name: "mask/valid", in: &network)
  }

  func applied(to value: ValueID, name: String, in network: inout NetworkBuilder) throws -> ValueID {
    try network.multiply(value, mask, name: name)
  }

  /// Follows a max pooling over time: a pooled moment is valid if one of its own is.
  mutating func pool(_ factor: Int, name: String, in network: inout NetworkBuilder) throws {
    mask = try network.maxPool(mask, kernel: [factor, 1, 1], name: name)
  }

  /// The mean of `[N, C, T, H, W]` over valid positions, `[N, C]`; zeros where no moment is valid.
  func mean(of value: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    let valid = try applied(to: value, name: "mean/valid", in: &network)
    let frames = try network.mean(valid, over: [3, 4], name: "mean/space")
    let sum = try network.apply(Reduction(.sum, axes: [2], keepsAxes: false), [frames], name: "mean/sum")
    let count = try network.apply(Reduction(.sum, axes: [2, 3, 4], keepsAxes: false), [mask], name: "mean/count")
    let one = network.graph.scalar(1)
    let divisor = try network.apply(Binary(.maximum), [count, one], name: "mean/divisor")
    return try network.apply(Binary(.divide), [sum, divisor], name: "mean")
  }
}
