import Graphs

/// Convolution, normalisation, activation: what the networks here are made of.
///
/// The layers are called NAME/conv, NAME/norm and NAME/relu (or as the activation is called).
struct ConvolutionBlock {
  var filters: Int
  var kernel: [Int]
  var strides: [Int]?
  var dilations: [Int]?
  var padding = ConvolutionPadding.same
  var normalization = FeatureNormalization.batch
  var activation: Activation?

  func callAsFunction(_ x: ValueID, name: String, in network: inout NetworkBuilder) throws -> ValueID {
    // Nothing makes up for signals that fade (by √6 a layer as PyTorch begins) where there is no normalisation.
    // Before a normalisation a bias would be taken off again with the mean.
    let convolved = try network.convolution(
      x, filters: filters, kernel: kernel, strides: strides, dilations: dilations, padding: padding,
      bias: normalization == .none, beginning: normalization == .none ? .he : .pytorch,
      name: name + "/conv")
    let normal = try network.normalization(normalization, convolved, name: name + "/norm")
    guard let activation else { return normal }
    return try network.activation(activation, normal, name: "\(name)/\(activation.rawValue)")
  }
}
