import Graphs

/// A small 2-D network that every frame of a sequence goes through by itself: frames are folded into the batch.
///
/// `[N, C, T, H, W]` to `[N, T, features]`: blocks of 3×3 convolution, batch normalisation, relu and 2×2 max pooling, then
/// a linear layer over everything that is left of the frame (not its mean: the place in the map is the information).
struct FrameEncoder {
  /// Channels of each block.
  let widths: [Int]
  let features: Int

  func callAsFunction(_ x: ValueID, in network: inout NetworkBuilder) throws -> ValueID {
    let shape = network.shape(of: x)
    let (samples, channels, frames) = (shape[0], shape[1], shape[2])
    let timeFirst = try network.transpose(x, [0, 2, 1, 3, 4], name: "frames/transpose")
    let folded = [samples * frames, channels, shape[3], shape[4]]
    var value = try network.reshape(timeFirst, to: folded, name: "frames/fold")
    for (index, width) in widths.enumerated() {
      let name = "frame\(index + 1)"
      let block = ConvolutionBlock(filters: width, kernel: [3, 3], activation: .relu)
      value = try block(value, name: name, in: &network)
      value = try network.maxPool(value, kernel: [2, 2], name: name + "/pool")
    }
    value = try network.flatten(value, name: "frames/flatten")
    value = try network.linear(value, units: features, name: "embedding")
    value = try network.relu(value, name: "embedding/relu")
    return try network.reshape(value, to: [samples, frames, features], name: "frames/unfold")
  }
}
