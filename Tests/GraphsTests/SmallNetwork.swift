import Graphs
import Tensors
import TestSupport

/// A convolutional network with a skip connection: two convolutions with batch norm and activation, a pool, a classifier.
struct SmallNetwork {
  var graph = Graph()
  let input: ValueID
  let firstActivation: ValueID
  let lastActivation: ValueID

  init() throws {
    input = graph.addInput(shape: [2, 2, 6, 6], name: "frames")
    firstActivation = try graph.block(input, from: 2, name: "block1")
    lastActivation = try graph.block(firstActivation, from: 3, name: "block2")
    let sum = try graph(Binary(.add), firstActivation, lastActivation, name: "skip")
    let pooled = try graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), sum, name: "pool")
    let weight = graph.addConstant(DoubleTensor(shape: [4, 3], seed: 11).tensor)
    let logits = try graph(MatrixProduct(transposesRight: true), pooled, weight, name: "classifier")
    graph.names[logits] = "logits"
    graph.outputs = [logits]
  }
}

extension Graph {
  fileprivate mutating func block(_ x: ValueID, from channels: Int, name: String) throws -> ValueID {
    let weight = addConstant(DoubleTensor(shape: [3, channels, 3, 3], seed: 7).tensor)
    let (scale, shift) = (
      addConstant(DoubleTensor(shape: [3], seed: 8).tensor), addConstant(Tensor(repeating: 0, shape: [3]))
    )
    let convolution = Convolution(strides: [1, 1], padBefore: [1, 1], padAfter: [1, 1], dilations: [1, 1])
    let convolved = try self(convolution, x, weight, name: name + "/conv")
    let normalized = try self(ChannelAffine(), convolved, scale, shift, name: name + "/norm")
    return try self(Unary(.elu(alpha: 1)), normalized, name: name + "/elu")
  }
}
