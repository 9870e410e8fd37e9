/// How one ONNX operator is lowered, and which uses of it are refused before any shape is known.
struct OperatorSupport: Sendable {
  typealias Lower = @Sendable (_ lowering: inout Lowering, _ node: ONNXNode) throws -> [LoweredValue]
  /// Why this node cannot be lowered, or nil.
  typealias Refusal = @Sendable (_ node: ONNXNode, _ opset: Int) throws -> String?

  /// Outputs from this index on must not be used by the graph.
  let outputCount: Int
  let refusal: Refusal
  let lower: Lower

  init(outputs outputCount: Int = 1, refusal: @escaping Refusal = { _, _ in nil }, lower: @escaping Lower) {
    self.outputCount = outputCount
    self.refusal = refusal
    self.lower = lower
  }
}
