import Graphs
import Tensors

extension Lowering {
  static let normalizations: [String: OperatorSupport] = [
    "BatchNormalization": OperatorSupport(refusal: refuseTraining) { lowering, node in
      try lowering.batchNormalization(node)
    },
    "InstanceNormalization": OperatorSupport { lowering, node in try lowering.instanceNormalization(node) },
    "LayerNormalization": OperatorSupport { lowering, node in try lowering.layerNormalization(node) },
    "GroupNormalization": OperatorSupport { lowering, node in try lowering.groupNormalization(node) },
  ]

  @Sendable private static func refuseTraining(_ node: ONNXNode, _ opset: Int) throws -> String? {
    if try node.flag("training_mode") { return "training_mode is set; export the model in inference mode" }
    if try node.integer("spatial", default: 1) == 0 { return "statistics per element (spatial = 0) are not supported" }
    return nil
  }

  /// `scale/√(variance + ε) · x + (bias − mean · scale/√(variance + ε))`, the factors worked out in `Double`.
  private mutating func batchNormalization(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let epsilon = Double(try node.real("epsilon", default: 1e-5))
    let parameters = try (1...4).map { index in
      guard let constant = try constantInput(node, index, "statistics") else {
        throw node.error(.malformed, "lacks input \(index)")
      }
      return constant.reals.map(Double.init)
    }
    let channels = parameters[0].count
    guard parameters.allSatisfy({ $0.count == channels }) else {
      throw node.error(.malformed, "its parameters have \(parameters.map(\.count)) elements")
    }
    let factors = (0..<channels).map { parameters[0][$0] / (parameters[3][$0] + epsilon).squareRoot() }
    let offsets = (0..<channels).map { parameters[1][$0] - parameters[2][$0] * factors[$0] }
    let scale = addConstant(Tensor(shape: [channels], scalars: factors.map(Float.init)))
    let shift = addConstant(Tensor(shape: [channels], scalars: offsets.map(Float.init)))
    return [.computed(try emit(ChannelAffine(), x, scale, shift, node: node), .float32)]
  }

  private mutating func instanceNormalization(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    _ = try spatial(x, node)
    let epsilon = try node.real("epsilon", default: 1e-5)
    let normal = try emit(Normalization(firstAxis: 2, epsilon: epsilon), x, node: node)
    let (scale, shift) = (try tensorInput(node, 1), try tensorInput(node, 2))
    return [.computed(try emit(ChannelAffine(), normal, scale, shift, node: node), .float32)]
  }

  private mutating func layerNormalization(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let axis = try node.axis(try node.integer("axis", default: -1), rank: graph.shape(of: x).count)
    let epsilon = try node.real("epsilon", default: 1e-5)
    var result = try emit(Normalization(firstAxis: axis, epsilon: epsilon), x, node: node)
    result = try emit(Binary(.multiply), result, try tensorInput(node, 1), node: node)
    if let shift = try optionalTensorInput(node, 2) {
      result = try emit(Binary(.add), result, shift, node: node)
    }
    guard graph.shape(of: result) == graph.shape(of: x) else {
      throw node.error(.shape, "its scale or bias does not fit an input of shape \(graph.shape(of: x))")
    }
    return [.computed(result, .float32)]
  }

  /// Opset 18 has a scale per group, opset 21 one per channel; the number of elements tells them apart.
  private mutating func groupNormalization(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let shape = graph.shape(of: x)
    let groups = try node.integer("num_groups", default: 0, in: 0...Extents.largest)
    guard try spatial(x, node).count > 0, groups > 0, shape[1] % groups == 0 else {
      throw node.error(.shape, "cannot split an input of shape \(shape) into \(groups) groups of channels")
    }
    let grouped = try reshaped(x, to: [shape[0], groups, shape[1] / groups] + shape[2...], node)
    let epsilon = try node.real("epsilon", default: 1e-5)
    let normal = try emit(Normalization(firstAxis: 2, epsilon: epsilon), grouped, node: node)
    let scale = try perChannel(node, 1, channels: shape[1], groups: groups)
    let shift = try perChannel(node, 2, channels: shape[1], groups: groups)
    return [.computed(try emit(ChannelAffine(), reshaped(normal, to: shape, node), scale, shift, node: node), .float32)]
  }

  private mutating func perChannel(_ node: ONNXNode, _ index: Int, channels: Int, groups: Int) throws -> ValueID {
    guard let constant = try constantInput(node, index, "scale and bias"), constant.count == groups,
      constant.count != channels
    else { return try tensorInput(node, index) }
    let reals = constant.reals.flatMap { [Float](repeating: $0, count: channels / groups) }
    return addConstant(Tensor(shape: [channels], scalars: reals))
  }
}
