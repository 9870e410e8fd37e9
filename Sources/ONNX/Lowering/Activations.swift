import Graphs

extension Lowering {
  static let activations: [String: OperatorSupport] = [
    "Relu": unary { _ in .relu },
    "LeakyRelu": unary { .leakyRelu(slope: try $0.real("alpha", default: 0.01)) },
    "Elu": unary { .elu(alpha: try $0.real("alpha", default: 1)) },
    "Selu": unary {
      .selu(alpha: try $0.real("alpha", default: 1.673_263_2), gamma: try $0.real("gamma", default: 1.050_701))
    },
    "Sigmoid": unary { _ in .sigmoid },
    "HardSigmoid": unary {
      .hardSigmoid(alpha: try $0.real("alpha", default: 0.2), beta: try $0.real("beta", default: 0.5))
    },
    "HardSwish": unary { _ in .hardSwish },
    "Tanh": unary { _ in .tanh },
    "Softplus": unary { _ in .softplus },
    "Erf": unary { _ in .erf },
    "Gelu": unary { .gelu(approximate: try $0.text("approximate", default: "none") == "tanh") },
    "Softsign": OperatorSupport { lowering, node in try lowering.softsign(node) },
    "ThresholdedRelu": OperatorSupport { lowering, node in try lowering.thresholdedRelu(node) },
    "Mish": OperatorSupport { lowering, node in try lowering.mish(node) },
    "Celu": OperatorSupport { lowering, node in try lowering.celu(node) },
    "PRelu": OperatorSupport { lowering, node in try lowering.parametricRelu(node) },
    "Clip": OperatorSupport { lowering, node in try lowering.clip(node) },
  ]

  private static func unary(_ function: @escaping @Sendable (ONNXNode) throws -> UnaryFunction) -> OperatorSupport {
    OperatorSupport { lowering, node in
      let x = try lowering.tensorInput(node, 0)
      return [.computed(try lowering.emit(Unary(function(node)), x, node: node), .float32)]
    }
  }

  /// Is `x / (1 + |x|)`.
  private mutating func softsign(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let magnitude = try emit(Unary(.abs), x, node: node)
    let divisor = try emit(Binary(.add), magnitude, scalar(1), node: node)
    return [.computed(try emit(Binary(.divide), x, divisor, node: node), .float32)]
  }

  /// Is `x > alpha ? x : 0`.
  private mutating func thresholdedRelu(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let threshold = scalar(try node.real("alpha", default: 1))
    let passes = try emit(Binary(.greater), x, threshold, node: node)
    return [.computed(try emit(Select(), passes, x, scalar(0), node: node), .float32)]
  }

  /// Is `x · tanh(softplus(x))`.
  private mutating func mish(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let gate = try emit(Unary(.tanh), emit(Unary(.softplus), x, node: node), node: node)
    return [.computed(try emit(Binary(.multiply), x, gate, node: node), .float32)]
  }

  /// Is `max(0, x) + min(0, alpha·(exp(x/alpha) − 1)) = alpha · elu(x/alpha)`.
  private mutating func celu(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    let alpha = scalar(try node.real("alpha", default: 1))
    let unit = try emit(Unary(.elu(alpha: 1)), emit(Binary(.divide), x, alpha, node: node), node: node)
    return [.computed(try emit(Binary(.multiply), unit, alpha, node: node), .float32)]
  }

  /// `x < 0 ? slope·x : x`; the slope broadcasts to `x` alone.
  private mutating func parametricRelu(_ node: ONNXNode) throws -> [LoweredValue] {
    let x = try tensorInput(node, 0)
    if case .constant(let slope) = try input(node, 1), slope.count == 1 {
      return [.computed(try emit(Unary(.leakyRelu(slope: slope.reals[0])), x, node: node), .float32)]
    }
    let slope = try tensorInput(node, 1)
    let isNegative = try emit(Binary(.less), x, scalar(0), node: node)
    let scaled = try emit(Binary(.multiply), x, slope, node: node)
    guard graph.shape(of: scaled) == graph.shape(of: x) else {
      throw node.error(.shape, "its slope \(graph.shape(of: slope)) does not fit an input \(graph.shape(of: x))")
    }
    return [.computed(try emit(Select(), isNegative, scaled, x, node: node), .float32)]
  }

  /// Bounds are attributes up to opset 10 and inputs from 11 on; computed bounds become minimum and maximum.
  private mutating func clip(_ node: ONNXNode) throws -> [LoweredValue] {
    let largest = Float.greatestFiniteMagnitude
    let lower = try optionalInput(node, 1)
    let upper = try optionalInput(node, 2)
    if let known = try clippedConstant(node, lower, upper) { return [.constant(known)] }
    let x = try tensorInput(node, 0)
    if let low = try bound(lower, node.optionalReal("min") ?? -largest, node),
      let high = try bound(upper, node.optionalReal("max") ?? largest, node)
    {
      return [.computed(try emit(Unary(.clip(lower: low, upper: high)), x, node: node), .float32)]
    }
    var result = x
    if let lower { result = try emit(Binary(.maximum), result, materialised(lower, name: node.inputs[1]), node: node) }
    if let upper { result = try emit(Binary(.minimum), result, materialised(upper, name: node.inputs[2]), node: node) }
    return [.computed(result, .float32)]
  }

  /// What exporters clip on the way to a shape or a padding; nil where anything is computed from the input.
  private func clippedConstant(
    _ node: ONNXNode, _ lower: LoweredValue?, _ upper: LoweredValue?
  ) throws -> Constant? {
    guard case .constant(let value) = try input(node, 0),
      let low = try bound(lower, node.optionalReal("min") ?? -.infinity, node),
      let high = try bound(upper, node.optionalReal("max") ?? .infinity, node)
    else { return nil }
    guard case .integers = value.scalars else {
      return value.mapped(integers: { $0 }, reals: { $0 > high ? high : $0 < low ? low : $0 })
    }
    // Bounds of integers are integers: they are compared as such where `Float` can hold them.
    return value.mapped(
      integers: { Float($0) > high ? Int64(high) : Float($0) < low ? Int64(low) : $0 }, reals: { $0 })
  }

  /// A bound as a number; nil when it is computed from the input.
  private func bound(_ value: LoweredValue?, _ fallback: Float, _ node: ONNXNode) throws -> Float? {
    guard let value else { return fallback }
    guard case .constant(let constant) = value else { return nil }
    guard constant.count == 1 else { throw node.error(.malformed, "a bound has \(constant.count) elements") }
    return constant.reals[0]
  }
}
