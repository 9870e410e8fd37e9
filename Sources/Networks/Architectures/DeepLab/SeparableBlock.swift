import Graphs

/// A 3×3 convolution of each channel by itself, then a 1×1 convolution block: far fewer weights than one 3×3 convolution.
///
/// Chen et al., 2018, arXiv:1802.02611, section 3.1 (depthwise separable atrous convolution). The layers are NAME/depthwise
/// and those of `ConvolutionBlock`.
struct SeparableBlock {
  var filters: Int
  var dilation = 1

  func callAsFunction(_ x: ValueID, name: String, in network: inout NetworkBuilder) throws -> ValueID {
    let channels = network.shape(of: x)[1]
    let depthwise = try network.convolution(
      x, filters: channels, kernel: [3, 3], dilations: [dilation, dilation], groups: channels, bias: false,
      name: name + "/depthwise")
    let block = ConvolutionBlock(filters: filters, kernel: [1, 1], activation: .relu)
    return try block(depthwise, name: name, in: &network)
  }
}
