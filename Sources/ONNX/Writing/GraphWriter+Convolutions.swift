import Graphs
import Tensors

extension GraphWriter {
  mutating func convolution(_ operation: Convolution, _ written: WrittenNode) throws(ONNXWriterError) {
    try plain("Conv", written, window(operation, written))
  }

  /// ONNX works the result's extents out from `output_padding`: what the convolution's stride swallowed.
  mutating func transposedConvolution(
    _ operation: ConvolutionTranspose, _ written: WrittenNode
  ) throws(ONNXWriterError) {
    guard let twin = written.twin as? ConvolutionTranspose, twin.inputExtents == operation.inputExtents else {
      throw written.error("its extents depend on the batch size")
    }
    let convolution = operation.convolution
    let extents = small.shape(of: written.node.inputs[0]).dropFirst(2)
    let kernel = kernel(of: written)
    let padding = extents.enumerated().map { axis, extent in
      let reach = convolution.dilations[axis] * (kernel[axis] - 1) + 1
      let full = convolution.strides[axis] * (extent - 1) + reach
      return operation.inputExtents[axis] - full + convolution.padBefore[axis] + convolution.padAfter[axis]
    }
    let attributes = window(convolution, written) + [ProtoAttribute("output_padding", padding)]
    try plain("ConvTranspose", written, attributes)
  }

  private func kernel(of written: WrittenNode) -> [Int] {
    Array(small.shape(of: written.node.inputs[1]).dropFirst(2))
  }

  private func window(_ operation: Convolution, _ written: WrittenNode) -> [ProtoAttribute] {
    [
      ProtoAttribute("kernel_shape", kernel(of: written)), ProtoAttribute("strides", operation.strides),
      ProtoAttribute("pads", operation.padBefore + operation.padAfter),
      ProtoAttribute("dilations", operation.dilations), ProtoAttribute("group", operation.groups),
    ]
  }
}
