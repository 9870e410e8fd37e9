import Graphs

/// Two 3×3 convolutions and a way past them (He et al., 2015, arXiv:1512.03385, figure 2).
///
/// The layers are NAME/1, NAME/2 and, where the shapes differ, NAME/shortcut.
struct ResidualBlock {
  var filters: Int
  var stride = 1
  var dilation = 1

  func callAsFunction(_ x: ValueID, name: String, in network: inout NetworkBuilder) throws -> ValueID {
    let (strides, dilations) = ([stride, stride], [dilation, dilation])
    let first = ConvolutionBlock(
      filters: filters, kernel: [3, 3], strides: strides, dilations: dilations, activation: .relu)
    let second = ConvolutionBlock(filters: filters, kernel: [3, 3], dilations: dilations, activation: nil)
    let changed = try second(try first(x, name: name + "/1", in: &network), name: name + "/2", in: &network)
    var kept = x
    if network.shape(of: x) != network.shape(of: changed) {
      let shortcut = ConvolutionBlock(filters: filters, kernel: [1, 1], strides: strides, activation: nil)
      kept = try shortcut(x, name: name + "/shortcut", in: &network)
    }
    return try network.relu(try network.add(kept, changed, name: name + "/sum"), name: name + "/relu")
  }
}
