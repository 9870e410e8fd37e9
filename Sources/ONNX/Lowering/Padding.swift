import Graphs

extension Lowering {
  static let padding: [String: OperatorSupport] = [
    "Pad": OperatorSupport(refusal: refuseMode) { lowering, node in try lowering.pad(node) }
  ]

  @Sendable private static func refuseMode(_ node: ONNXNode, _ opset: Int) throws -> String? {
    let mode = try node.text("mode", default: "constant")
    return ["constant", "reflect", "edge"].contains(mode) ? nil : "mode '\(mode)' is not supported"
  }

  /// Attributes up to opset 10, inputs from 11 on; a list of axes from 18 on.
  private mutating func pad(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    let rank = shape(of: value).count
    guard let amounts = try integersInput(node, 1, "pads") ?? node.integers("pads"),
      amounts.allSatisfy({ (-Extents.largest...Extents.largest).contains($0) })
    else { throw node.error(.malformed, "lacks sensible pads") }
    let axes = try node.axes(try integersInput(node, 3, "axes") ?? Array(0..<rank), rank: rank)
    guard amounts.count == 2 * axes.count else {
      throw node.error(.malformed, "has \(amounts.count) pads for \(axes.count) axes")
    }
    var (before, after) = ([Int](repeating: 0, count: rank), [Int](repeating: 0, count: rank))
    for (index, axis) in axes.enumerated() {
      before[axis] = amounts[index]
      after[axis] = amounts[index + axes.count]
    }
    guard (before + after).contains(where: { $0 != 0 }) else { return [value] }
    let operation = Pad(before: before, after: after, mode: try paddingMode(node))
    return [.computed(try emit(operation, materialised(value, name: node.inputs[0]), node: node), value.type)]
  }

  private func paddingMode(_ node: ONNXNode) throws -> PaddingMode {
    switch try node.text("mode", default: "constant") {
    case "reflect": return .reflect
    case "edge": return .edge
    default:
      let fill = try constantInput(node, 2, "fill value")?.reals.first
      return .constant(try fill ?? node.real("value", default: 0))
    }
  }
}
