import Graphs

/// Atrous spatial pyramid pooling: the same features seen at several distances at once, and as a whole.
///
/// | branch | |
/// |---|---|
/// | NAME/point | 1×1 block |
/// | NAME/rate1, NAME/rate2, … | separable 3×3 blocks, dilated by the rates |
/// | NAME/image | mean over the image, 1×1 with bias, relu, repeated at every position |
/// | NAME/project | all of them joined, 1×1 block |
///
/// `[N, C, h, w]` to `[N, filters, h, w]`. Chen et al., 2017, arXiv:1706.05587, figure 5. The branch of the whole image has
/// no batch normalisation: it is one position a sample, too few for statistics of small batches.
struct PyramidPooling {
  var filters: Int
  var rates: [Int]

  func callAsFunction(_ x: ValueID, name: String, in network: inout NetworkBuilder) throws -> ValueID {
    let point = ConvolutionBlock(filters: filters, kernel: [1, 1], activation: .relu)
    var branches = [try point(x, name: name + "/point", in: &network)]
    for (index, rate) in rates.enumerated() {
      let block = SeparableBlock(filters: filters, dilation: rate)
      branches.append(try block(x, name: "\(name)/rate\(index + 1)", in: &network))
    }
    branches.append(try image(x, name: name + "/image", in: &network))
    let joined = try network.concatenate(branches, axis: 1, name: name + "/join")
    return try point(joined, name: name + "/project", in: &network)
  }

  private func image(_ x: ValueID, name: String, in network: inout NetworkBuilder) throws -> ValueID {
    let mean = try network.apply(Reduction(.mean, axes: [2, 3], keepsAxes: true), [x], name: name + "/mean")
    let seen = try network.convolution(mean, filters: filters, kernel: [1, 1], name: name + "/conv")
    let positive = try network.relu(seen, name: name + "/relu")
    let shape = [network.shape(of: x)[0], filters] + network.extents(of: x)
    return try network.apply(Broadcast(to: shape), [positive], name: name)
  }
}
