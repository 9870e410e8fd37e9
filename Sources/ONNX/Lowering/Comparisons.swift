import Graphs

extension Lowering {
  /// Truth values are 1 and 0, in the graph too.
  static let comparisons: [String: OperatorSupport] = [
    "Equal": comparison(.equal, integers: { $0 == $1 }, reals: { $0 == $1 }),
    "Less": comparison(.less, integers: { $0 < $1 }, reals: { $0 < $1 }),
    "LessOrEqual": comparison(.lessOrEqual, integers: { $0 <= $1 }, reals: { $0 <= $1 }),
    "Greater": comparison(.greater, integers: { $0 > $1 }, reals: { $0 > $1 }),
    "GreaterOrEqual": comparison(.greaterOrEqual, integers: { $0 >= $1 }, reals: { $0 >= $1 }),
    "And": comparison(.multiply, integers: { $0 != 0 && $1 != 0 }, reals: { $0 != 0 && $1 != 0 }),
    "Or": comparison(.maximum, integers: { $0 != 0 || $1 != 0 }, reals: { $0 != 0 || $1 != 0 }),
    "Not": OperatorSupport { lowering, node in try lowering.not(node) },
    "Where": OperatorSupport { lowering, node in try lowering.choice(node) },
  ]

  private static func comparison(
    _ function: BinaryFunction, integers: @escaping @Sendable (Int64, Int64) -> Bool,
    reals: @escaping @Sendable (Float, Float) -> Bool
  ) -> OperatorSupport {
    OperatorSupport { lowering, node in
      let (left, right) = (try lowering.input(node, 0), try lowering.input(node, 1))
      if case .constant(let a) = left, case .constant(let b) = right {
        let result = a.combined(
          with: b, type: .bool, integers: { integers($0, $1) ? 1 : 0 }, reals: { reals($0, $1) ? 1 : 0 })
        guard let result else { throw node.error(.shape, "cannot compare shapes \(a.shape) and \(b.shape)") }
        return [.constant(result)]
      }
      let (a, b) = lowering.operands(left, right, node)
      return [.computed(try lowering.emit(Binary(function), a, b, node: node), .bool)]
    }
  }

  private mutating func not(_ node: ONNXNode) throws -> [LoweredValue] {
    if case .constant(let constant) = try input(node, 0) {
      return [.constant(constant.mapped(integers: { $0 == 0 ? 1 : 0 }, reals: { $0 == 0 ? 1 : 0 }).cast(to: .bool))]
    }
    let x = try tensorInput(node, 0)
    return [.computed(try emit(Binary(.subtract), scalar(1), x, node: node), .bool)]
  }

  private mutating func choice(_ node: ONNXNode) throws -> [LoweredValue] {
    let all = try (0..<3).map { try input(node, $0) }
    if case .constant(let condition) = all[0], case .constant(let a) = all[1], case .constant(let b) = all[2] {
      guard let result = condition.choosing(a, b) else {
        throw node.error(.shape, "cannot combine shapes \(condition.shape), \(a.shape) and \(b.shape)")
      }
      return [.constant(result)]
    }
    let values = zip(all, node.inputs).map { materialised($0, name: $1) }
    return [.computed(try emitAll(Select(), values, node)[0], all[1].type)]
  }
}
