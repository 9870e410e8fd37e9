import Graphs

extension GraphWriter {
  mutating func maxPool(_ operation: MaxPool, _ written: WrittenNode) throws(ONNXWriterError) {
    let dilations = ProtoAttribute("dilations", operation.window.dilations)
    try plain("MaxPool", written, attributes(operation.window, written) + [dilations])
  }

  mutating func averagePool(_ operation: AveragePool, _ written: WrittenNode) throws(ONNXWriterError) {
    guard operation.window.dilations.allSatisfy({ $0 == 1 }) else {
      throw written.error("is dilated, which opset \(ONNXWriter.opset) does not know of mean pooling")
    }
    let counts = ProtoAttribute("count_include_pad", operation.countsPadding)
    try plain("AveragePool", written, attributes(operation.window, written) + [counts])
  }

  private func attributes(_ window: PoolingWindow, _ written: WrittenNode) throws(ONNXWriterError) -> [ProtoAttribute] {
    if window.roundsUp { try checkNothingIsDropped(window, written) }
    return [
      ProtoAttribute("kernel_shape", window.kernel), ProtoAttribute("strides", window.strides),
      ProtoAttribute("pads", window.padBefore + window.padAfter), ProtoAttribute("ceil_mode", window.roundsUp),
    ]
  }

  /// Until opset 19 nothing said that a window beginning in the padding after the input is dropped.
  private func checkNothingIsDropped(_ window: PoolingWindow, _ written: WrittenNode) throws(ONNXWriterError) {
    let (before, after) = (small.shape(of: written.node.inputs[0]), small.shape(of: written.node.outputs[0]))
    for axis in window.kernel.indices {
      let reach = window.dilations[axis] * (window.kernel[axis] - 1) + 1
      let room = before[axis + 2] + window.padBefore[axis] + window.padAfter[axis] - reach
      let count = (room + window.strides[axis] - 1) / window.strides[axis] + 1
      guard count == after[axis + 2] else {
        throw written.error("rounds its extents up and drops a window, which opset \(ONNXWriter.opset) leaves open")
      }
    }
  }
}
