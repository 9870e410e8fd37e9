import Graphs

/// Operators that pass their input on, as it is or as another type.
extension Lowering {
  static let passing: [String: OperatorSupport] = [
    "Identity": OperatorSupport { lowering, node in [try lowering.input(node, 0)] },
    "Dropout": OperatorSupport { lowering, node in try lowering.dropout(node) },
    "Cast": OperatorSupport(refusal: refuseCast) { lowering, node in
      try lowering.cast(node, to: ElementType(rawValue: Int32(clamping: node.integer("to", default: 1))) ?? .float32)
    },
    "CastLike": OperatorSupport { lowering, node in try lowering.cast(node, to: lowering.input(node, 1).type) },
  ]

  @Sendable private static func refuseCast(_ node: ONNXNode, _ opset: Int) throws -> String? {
    let number = try node.integer("to", default: 0)
    guard let type = ElementType(rawValue: Int32(clamping: number)), type.isReal || type.isInteger else {
      return "casts to type number \(number), which is not supported"
    }
    return nil
  }

  /// Nothing is dropped at inference.
  private mutating func dropout(_ node: ONNXNode) throws -> [LoweredValue] {
    if let training = try constantInput(node, 2, "training mode"), training.reals.first.map({ $0 != 0 }) == true {
      throw node.error(.unsupported, "is in training mode", hint: "export the model in inference mode")
    }
    return [try input(node, 0)]
  }

  /// All real types are computed with as `Float`; a computed integer is a whole `Float`.
  private mutating func cast(_ node: ONNXNode, to type: ElementType) throws -> [LoweredValue] {
    switch try input(node, 0) {
    case .constant(let constant): return [.constant(constant.cast(to: type))]
    case .computed(let x, let from):
      if type.isReal || (from.isInteger && type != .bool) || from == .bool { return [.computed(x, type)] }
      return [.computed(type == .bool ? try isNotZero(x, node) : try truncated(x, node), type)]
    }
  }

  private mutating func isNotZero(_ x: ValueID, _ node: ONNXNode) throws -> ValueID {
    let isZero = try emit(Binary(.equal), x, scalar(0), node: node)
    return try emit(Binary(.subtract), scalar(1), isZero, node: node)
  }

  /// Rounds toward zero: `sign(x) · ⌊|x|⌋`.
  private mutating func truncated(_ x: ValueID, _ node: ONNXNode) throws -> ValueID {
    let whole = try emit(Unary(.floor), emit(Unary(.abs), x, node: node), node: node)
    return try emit(Binary(.multiply), emit(Unary(.sign), x, node: node), whole, node: node)
  }
}
