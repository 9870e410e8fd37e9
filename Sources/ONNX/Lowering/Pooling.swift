import Graphs

extension Lowering {
  static let pooling: [String: OperatorSupport] = [
    "MaxPool": OperatorSupport(refusal: refuseColumnMajor) { lowering, node in
      let x = try lowering.tensorInput(node, 0)
      return [.computed(try lowering.emit(MaxPool(lowering.poolingWindow(node, x)), x, node: node), .float32)]
    },
    "AveragePool": OperatorSupport { lowering, node in
      let x = try lowering.tensorInput(node, 0)
      let pool = AveragePool(
        try lowering.poolingWindow(node, x), countsPadding: try node.flag("count_include_pad"))
      return [.computed(try lowering.emit(pool, x, node: node), .float32)]
    },
    "GlobalMaxPool": OperatorSupport { lowering, node in try lowering.globalPool(.maximum, node) },
    "GlobalAveragePool": OperatorSupport { lowering, node in try lowering.globalPool(.mean, node) },
  ]

  @Sendable private static func refuseColumnMajor(_ node: ONNXNode, _ opset: Int) throws -> String? {
    try node.flag("storage_order") ? "column-major storage_order is not supported" : nil
  }

  private func poolingWindow(_ node: ONNXNode, _ x: ValueID) throws -> PoolingWindow {
    let window = try SpatialWindow(node, spatial: spatial(x, node))
    return PoolingWindow(
      kernel: window.kernel, strides: window.strides, padBefore: window.padBefore, padAfter: window.padAfter,
      dilations: window.dilations, roundsUp: try node.flag("ceil_mode"))
  }

  private mutating func globalPool(_ function: ReductionFunction, _ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let axes = Array(2..<2 + (try spatial(x, node)).count)
    return [.computed(try emit(Reduction(function, axes: axes, keepsAxes: true), x, node: node), .float32)]
  }
}
