internal import Graphs
internal import Tensors

/// A convolution with the relu and the pooling by 2 × 2 that follow it: what one kernel does each way.
///
/// The nodes are given by their places in the graph. They are done together only where nobody else reads what is in
/// between, forward and backward.
struct PooledLayer {
  let weights: Tensor
  let bias: Tensor?
  let relu: Int?
  let pool: Int
  /// What is pooled.
  let pooled: ValueID
  let gradient: Gradient?

  /// The nodes that lead back from the cotangent of the result to that of the source.
  struct Gradient {
    let pool: Int
    let relu: Int?
    let convolution: Int
  }

  /// The nodes that the kernels of the convolution and of the pooling's gradient do as well.
  var absorbed: [Int] { [relu, pool, gradient?.relu, gradient?.convolution].compactMap { $0 } }
}

extension Lowering {
  /// The layer that begins with a convolution.
  func pooledLayer(from convolution: Node) -> PooledLayer? {
    guard let (weights, bias) = constantWeights(convolution) else { return nil }
    var (pooled, relu) = (convolution.outputs[0], Int?.none)
    if let next = soleConsumer(of: pooled), (graph.nodes[next].operation as? Unary)?.function == .relu {
      (pooled, relu) = (graph.nodes[next].outputs[0], next)
    }
    guard !kept.contains(pooled), let readers = consumers(of: pooled),
      let pool = readers.first(where: { graph.nodes[$0].operation is MaxPool }), isByTwo(graph.nodes[pool])
    else { return nil }
    func layer(_ gradient: PooledLayer.Gradient?) -> PooledLayer {
      PooledLayer(weights: weights, bias: bias, relu: relu, pool: pool, pooled: pooled, gradient: gradient)
    }
    if readers == [pool] { return layer(nil) }
    guard readers.count == (relu == nil ? 2 : 3),
      let gradient = gradient(of: convolution, pooled, pool, readers, isRectified: relu != nil)
    else { return nil }
    return layer(gradient)
  }

  /// The way back, if it is the only other reader of the pooled value.
  private func gradient(
    of convolution: Node, _ pooled: ValueID, _ pool: Int, _ readers: [Int], isRectified: Bool
  ) -> PooledLayer.Gradient? {
    guard let back = readers.first(where: { graph.nodes[$0].operation is MaxPoolGradient }),
      graph.nodes[back].inputs[0] == pooled, graph.nodes[back].inputs[1] == graph.nodes[pool].outputs[0],
      var next = soleConsumer(of: graph.nodes[back].outputs[0])
    else { return nil }
    var relu: Int?
    if isRectified {
      let node = graph.nodes[next]
      guard (node.operation as? UnaryGradient)?.function == .relu,
        node.inputs == [pooled, graph.nodes[back].outputs[0]],
        let after = soleConsumer(of: node.outputs[0])
      else { return nil }
      (relu, next) = (next, after)
    }
    let last = graph.nodes[next]
    guard let transposed = last.operation as? ConvolutionTranspose, last.inputs.count == 2,
      last.inputs[1] == convolution.inputs[1], transposed.convolution == convolution.operation as? Convolution,
      shape(last.outputs[0]) == shape(convolution.inputs[0])
    else { return nil }
    return PooledLayer.Gradient(pool: back, relu: relu, convolution: next)
  }

  /// Whether a pooling takes two by two along the last two axes, and drops what is left over.
  private func isByTwo(_ node: Node) -> Bool {
    guard let window = (node.operation as? MaxPool)?.window, window.kernel.count >= 2 else { return false }
    let ones = [Int](repeating: 1, count: window.kernel.count - 2)
    let (source, result) = (shape(node.inputs[0]).suffix(2), shape(node.outputs[0]).suffix(2))
    return window.kernel == ones + [2, 2] && window.strides == window.kernel
      && (window.padBefore + window.padAfter).allSatisfy { $0 == 0 } && window.dilations.allSatisfy { $0 == 1 }
      && result.elementsEqual(source.map { $0 / 2 })
  }
}
