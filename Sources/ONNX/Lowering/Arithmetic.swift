import Foundation
import Graphs

/// An elementwise function of two tensors: for the graph, and for folding.
private struct ArithmeticFunction: Sendable {
  let graph: BinaryFunction
  /// nil for a pair without a result (a division by zero).
  let integers: @Sendable (Int64, Int64) -> Int64?
  let reals: @Sendable (Float, Float) -> Float

  static let add = ArithmeticFunction(graph: .add, integers: { $0 &+ $1 }, reals: { $0 + $1 })
  static let subtract = ArithmeticFunction(graph: .subtract, integers: { $0 &- $1 }, reals: { $0 - $1 })
  static let multiply = ArithmeticFunction(graph: .multiply, integers: { $0 &* $1 }, reals: { $0 * $1 })
  /// Integers are divided as C does, toward zero.
  static let divide = ArithmeticFunction(
    graph: .divide, integers: { $1 == 0 ? nil : $0.dividedReportingOverflow(by: $1).partialValue }, reals: { $0 / $1 })
  static let minimum = ArithmeticFunction(graph: .minimum, integers: { min($0, $1) }, reals: { min($0, $1) })
  static let maximum = ArithmeticFunction(graph: .maximum, integers: { max($0, $1) }, reals: { max($0, $1) })
  static let power = ArithmeticFunction(
    graph: .power, integers: { Int64(truncating: pow(Double($0), Double($1))) },
    reals: { Float(pow(Double($0), Double($1))) })
}

extension Lowering {
  static let arithmetic: [String: OperatorSupport] = [
    "Add": binary(.add),
    "Sub": binary(.subtract),
    "Mul": binary(.multiply),
    "Div": binary(.divide),
    "Pow": OperatorSupport { lowering, node in try lowering.power(node) },
    "Mod": OperatorSupport { lowering, node in try lowering.remainder(node) },
    "Min": variadic(.minimum),
    "Max": variadic(.maximum),
    "Sum": variadic(.add),
    "Mean": OperatorSupport { lowering, node in try lowering.mean(node) },
    "Sqrt": mapped(.sqrt) { $0.squareRoot() },
    "Exp": mapped(.exp) { Float(exp(Double($0))) },
    "Log": mapped(.log) { Float(log(Double($0))) },
    "Abs": mapped(.abs, integers: { Int64(clamping: $0.magnitude) }) { abs($0) },
    "Neg": mapped(.negate, integers: { 0 &- $0 }) { -$0 },
    "Reciprocal": mapped(.reciprocal) { 1 / $0 },
    "Sign": mapped(.sign, integers: { $0.signum() }) { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 },
    "Floor": mapped(.floor) { $0.rounded(.down) },
    "Ceil": mapped(.ceil) { $0.rounded(.up) },
    "Round": mapped(.round) { $0.rounded(.toNearestOrEven) },
  ]

  private static func binary(_ function: ArithmeticFunction) -> OperatorSupport {
    OperatorSupport { lowering, node in
      [try lowering.apply(function, lowering.input(node, 0), lowering.input(node, 1), node)]
    }
  }

  private static func variadic(_ function: ArithmeticFunction) -> OperatorSupport {
    OperatorSupport { lowering, node in [try lowering.folded(function, node)] }
  }

  private static func mapped(
    _ function: UnaryFunction, integers: @escaping @Sendable (Int64) -> Int64 = { $0 },
    reals: @escaping @Sendable (Float) -> Float
  ) -> OperatorSupport {
    OperatorSupport { lowering, node in
      let value = try lowering.input(node, 0)
      if case .constant(let constant) = value { return [.constant(constant.mapped(integers: integers, reals: reals))] }
      let x = try lowering.tensorInput(node, 0)
      return [.computed(try lowering.emit(Unary(function), x, node: node), value.type)]
    }
  }

  private mutating func apply(
    _ function: ArithmeticFunction, _ left: LoweredValue, _ right: LoweredValue, _ node: ONNXNode
  ) throws -> LoweredValue {
    if case .constant(let a) = left, case .constant(let b) = right {
      guard let result = a.combined(with: b, integers: function.integers, reals: function.reals) else {
        throw node.error(.shape, "cannot combine constants of shapes \(a.shape) and \(b.shape)")
      }
      return .constant(result)
    }
    if function.graph == .divide, left.type.isInteger {
      throw node.error(.unsupported, "divides integers that depend on the input")
    }
    let (a, b) = operands(left, right, node)
    return .computed(try emit(Binary(function.graph), a, b, node: node), left.type)
  }

  /// Both operands as values of the graph, named after the node's inputs where there are two.
  mutating func operands(_ left: LoweredValue, _ right: LoweredValue, _ node: ONNXNode) -> (ValueID, ValueID) {
    let named = node.inputs.count == 2
    return (
      materialised(left, name: named ? node.inputs[0] : ""), materialised(right, name: named ? node.inputs[1] : "")
    )
  }

  private mutating func folded(_ function: ArithmeticFunction, _ node: ONNXNode) throws -> LoweredValue {
    let all = try inputs(node)
    return try all.dropFirst().reduce(all[0]) { try apply(function, $0, $1, node) }
  }

  private mutating func mean(_ node: ONNXNode) throws -> [LoweredValue] {
    let sum = try folded(.add, node)
    let count = Constant(shape: [], reals: [Float(node.inputs.count)])
    return [try apply(.divide, sum, .constant(count), node)]
  }

  /// Common exponents become operations whose derivative is exact for negative bases too.
  private mutating func power(_ node: ONNXNode) throws -> [LoweredValue] {
    let (base, exponent) = (try input(node, 0), try input(node, 1))
    guard case .computed(let x, let type) = base, case .constant(let constant) = exponent, constant.count == 1,
      constant.shape.count <= graph.shape(of: x).count
    else { return [try apply(.power, base, exponent, node)] }
    switch constant.reals[0] {
    case 1: return [base]
    case 2: return [.computed(try emit(Binary(.multiply), x, x, node: node), type)]
    case 3:
      let square = try emit(Binary(.multiply), x, x, node: node)
      return [.computed(try emit(Binary(.multiply), square, x, node: node), type)]
    case 0.5: return [.computed(try emit(Unary(.sqrt), x, node: node), type)]
    case -1: return [.computed(try emit(Unary(.reciprocal), x, node: node), type)]
    default: return [try apply(.power, base, exponent, node)]
    }
  }

  /// The remainder of constants; `fmod` 0 takes the sign of the divisor (Python), 1 that of the dividend (C).
  private mutating func remainder(_ node: ONNXNode) throws -> [LoweredValue] {
    guard case .constant(let a) = try input(node, 0), case .constant(let b) = try input(node, 1) else {
      throw node.error(.unsupported, "takes the remainder of a value that depends on the input")
    }
    let followsDividend = try node.flag("fmod")
    let result = a.combined(with: b) { dividend, divisor in
      guard divisor != 0 else { return nil }
      let rest = dividend.remainderReportingOverflow(dividingBy: divisor).partialValue
      return followsDividend || rest == 0 || (rest < 0) == (divisor < 0) ? rest : rest &+ divisor
    } reals: { dividend, divisor in
      dividend.truncatingRemainder(dividingBy: divisor)
    }
    guard let result else { throw node.error(.shape, "cannot combine \(a.shape) and \(b.shape), or divides by zero") }
    return [.constant(result)]
  }
}
