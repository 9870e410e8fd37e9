import Graphs
import Tensors

extension Lowering {
  static let softmaxes: [String: OperatorSupport] = [
    "Softmax": softmax { Softmax(axis: $0) },
    "LogSoftmax": softmax { LogSoftmax(axis: $0) },
  ]

  private static func softmax(_ operation: @escaping @Sendable (Int) -> any Operation) -> OperatorSupport {
    OperatorSupport { lowering, node in
      lowering.opset < 13
        ? try lowering.flattenedSoftmax(operation, node) : try lowering.axisSoftmax(operation, node)
    }
  }

  private mutating func axisSoftmax(
    _ operation: @Sendable (Int) -> any Operation, _ node: ONNXNode
  ) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let axis = try node.axis(try node.integer("axis", default: -1), rank: graph.shape(of: x).count)
    return [.computed(try emit(operation(axis), x, node: node), .float32)]
  }

  /// Before opset 13 all axes from `axis` on count as one.
  private mutating func flattenedSoftmax(
    _ operation: @Sendable (Int) -> any Operation, _ node: ONNXNode
  ) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let shape = graph.shape(of: x)
    let axis = try node.axis(try node.integer("axis", default: 1), rank: shape.count)
    let flat = try reshaped(x, to: Array(shape[..<axis]) + [Array(shape[axis...]).product], node)
    let result = try emit(operation(axis), flat, node: node)
    return [.computed(try reshaped(result, to: shape, node), .float32)]
  }
}
