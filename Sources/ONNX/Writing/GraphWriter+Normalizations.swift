import Graphs
import Tensors

extension GraphWriter {
  /// A batch normalisation of mean 0 and variance 1, which readers fold into the convolution before it; product and sum
  /// where the factors are not constants.
  mutating func channelAffine(_ written: WrittenNode) throws(ONNXWriterError) {
    let channels = small.shape(of: written.node.inputs[0])[1]
    let isConstant = written.node.inputs.dropFirst().allSatisfy { small.constants[$0] != nil }
    guard isConstant else { return try scaleAndShift(channels, written) }
    var inputs = try inputs(of: written)
    if inputs.count < 3 { inputs.append(constant(0, channels, written, "shift")) }
    inputs.append(constant(0, channels, written, "mean"))
    inputs.append(constant(1, channels, written, "variance"))
    emit("BatchNormalization", inputs, [ProtoAttribute("epsilon", Float(0))], for: written)
  }

  private mutating func scaleAndShift(_ channels: Int, _ written: WrittenNode) throws(ONNXWriterError) {
    let inputs = try inputs(of: written)
    let rank = small.shape(of: written.node.inputs[0]).count
    let shape = addInitializer([channels] + [Int](repeating: 1, count: rank - 2), name: "\(written.name)/shape")
    let scale = step("Reshape", [inputs[1], shape], for: written)
    guard inputs.count > 2 else { return emit("Mul", [inputs[0], scale], for: written) }
    let shift = step("Reshape", [inputs[2], shape], for: written)
    let product = step("Mul", [inputs[0], scale], for: written)
    emit("Add", [product, shift], for: written)
  }

  /// Over all positions of a channel an instance normalisation, else a layer normalisation, with unit scale.
  mutating func normalization(_ operation: Normalization, _ written: WrittenNode) throws(ONNXWriterError) {
    let shape = extents(ofInput: 0, of: written)
    let epsilon = ProtoAttribute("epsilon", operation.epsilon)
    let x = try input(0, of: written)
    if operation.firstAxis == 2, shape.count > 2, let channels = shape[1] {
      let (scale, shift) = (constant(1, channels, written, "scale"), constant(0, channels, written, "shift"))
      return emit("InstanceNormalization", [x, scale, shift], [epsilon], for: written)
    }
    let trailing = shape[operation.firstAxis...].compactMap { $0 }
    guard trailing.count == shape.count - operation.firstAxis else {
      throw written.error("normalises over the batch")
    }
    let scale = addInitializer(Tensor(repeating: 1, shape: trailing), name: "\(written.name)/scale")
    emit("LayerNormalization", [x, scale], [ProtoAttribute("axis", operation.firstAxis), epsilon], for: written)
  }

  private mutating func constant(_ value: Float, _ count: Int, _ written: WrittenNode, _ part: String) -> String {
    addInitializer(Tensor(repeating: value, shape: [count]), name: "\(written.name)/\(part)")
  }
}
