internal import Graphs
internal import Tensors

/// What the gradient of a pooled layer needs of the way there.
struct MadePooledLayer {
  let layer: PooledLayer
  let geometry: ConvolutionGeometry
  /// Which element of its window each result is, in bytes.
  let choice: BufferID
}

/// A first layer with its pooling, in one step each way.
extension Lowering {
  /// - Returns: whether a convolution was one.
  mutating func lowerPooledLayer(_ geometry: ConvolutionGeometry, _ node: Node) throws -> Bool {
    guard let layer = pooledLayer(from: node),
      let kernel = PooledLayerKernel(
        geometry, weights: layer.weights, bias: layer.bias, rectifies: layer.relu != nil)
    else { return false }
    let result = graph.nodes[layer.pool].outputs[0]
    let count = shape(result).product
    let made = try emit(
      kernel, [buffer(node.inputs[0], in: .plain)], counts: layer.gradient == nil ? [count] : [count, (count + 3) / 4],
      label: label(node, "convolution and pooling of few channels"))
    bind(result, to: made[0], in: .channelsLast)
    layer.absorbed.forEach { markFused($0) }
    if layer.gradient != nil {
      pooledLayers[layer.pooled] = MadePooledLayer(layer: layer, geometry: geometry, choice: made[1])
    }
    return true
  }

  /// - Returns: whether a gradient of a pooling was that of a pooled layer.
  mutating func lowerPooledLayerGradient(_ node: Node) throws -> Bool {
    guard let made = pooledLayers[node.inputs[0]], let gradient = made.layer.gradient,
      let kernel = PooledLayerGradientKernel(
        made.geometry, weights: made.layer.weights, rectifies: made.layer.relu != nil)
    else { return false }
    let result = graph.nodes[gradient.convolution].outputs[0]
    let cotangent = try buffer(node.inputs[2], in: .channelsLast)
    let buffers = try emit(
      kernel, [cotangent, made.choice], counts: [shape(result).product],
      label: label(node, "input gradient through pooling"))
    bind(result, to: buffers[0], in: .plain)
    return true
  }
}
