extension Graph {
  /// The multiplications (each with an addition) of convolutions, matrix products and recurrent layers in one pass.
  ///
  /// What is left out (normalisation, activations, pooling) is elementwise.
  public var multiplyAddCount: Int {
    nodes.reduce(0) { $0 + multiplyAdds(of: $1) }
  }

  /// A rough measure of the time that one pass takes: multiplications, and what every element costs that a node writes.
  public var estimatedWork: Int {
    let written = nodes.reduce(0) { sum, node in
      sum + node.outputs.reduce(0) { $0 + shape(of: $1).reduce(1, *) }
    }
    return multiplyAddCount + 8 * written
  }

  private func multiplyAdds(of node: Node) -> Int {
    func shape(_ place: Int) -> [Int] { self.shape(of: node.inputs[place]) }
    func count(_ shape: some Sequence<Int>) -> Int { shape.reduce(1, *) }
    switch node.operation {
    // Each weight of a filter meets each position of the result (of the input, when transposed) once.
    case is Convolution: return count(self.shape(of: node.outputs[0])) * count(shape(1).dropFirst())
    case is ConvolutionTranspose: return count(shape(0)) * count(shape(1).dropFirst())
    case let product as MatrixProduct:
      let inner = shape(0)[shape(0).count - (product.transposesLeft ? 2 : 1)]
      return count(self.shape(of: node.outputs[0])) * inner
    case is Recurrent: return count(shape(0).prefix(2)) * (count(shape(1)) + count(shape(2)))
    default: return 0
    }
  }
}
