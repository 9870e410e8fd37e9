import Graphs

extension GraphWriter {
  /// Writes one node of the graph as one or more nodes of the file.
  ///
  /// - Throws: `ONNXWriterError` where ONNX has nothing for it.
  mutating func write(_ written: WrittenNode) throws(ONNXWriterError) {
    switch written.node.operation {
    case let operation as Convolution: try convolution(operation, written)
    case let operation as ConvolutionTranspose: try transposedConvolution(operation, written)
    case is ChannelAffine: try channelAffine(written)
    case let operation as Normalization: try normalization(operation, written)
    case let operation as MaxPool: try maxPool(operation, written)
    case let operation as AveragePool: try averagePool(operation, written)
    case let operation as Resize: try resize(operation, written)
    case let operation as MatrixProduct: try matrixProduct(operation, written)
    case let operation as Recurrent: try recurrent(operation, written)
    case let operation as Unary: try unary(operation.function, written)
    case let operation as Binary: try binary(operation.function, written)
    case is Select: try select(written)
    case let operation as Softmax: try plain("Softmax", written, [ProtoAttribute("axis", operation.axis)])
    case let operation as LogSoftmax: try plain("LogSoftmax", written, [ProtoAttribute("axis", operation.axis)])
    case let operation as Reduction: try reduction(operation, written)
    case let operation as Concatenation: try plain("Concat", written, [ProtoAttribute("axis", operation.axis)])
    case let operation as Transpose: try plain("Transpose", written, [ProtoAttribute("perm", operation.permutation)])
    case let operation as Reshape: try reshape(operation, written)
    case let operation as Slice: try slice(operation, written)
    case let operation as Pad: try pad(operation, written)
    case let operation as Broadcast: try broadcast(operation, written)
    case let operation as Gather: try gather(operation, written)
    case is BatchNormalization: throw written.error("normalises with the batch's own statistics", hint: deployHint)
    default: throw written.error("ONNX has no operator for it", hint: deployHint)
    }
  }

  /// An operator that takes the node's inputs as they are.
  mutating func plain(
    _ operatorName: String, _ written: WrittenNode, _ attributes: [ProtoAttribute] = []
  ) throws(ONNXWriterError) {
    emit(operatorName, try inputs(of: written), attributes, for: written)
  }
}

private let deployHint = "write the deployed form of the network, without gradients"
