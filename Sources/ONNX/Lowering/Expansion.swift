import Graphs

extension Lowering {
  static let expansion: [String: OperatorSupport] = [
    "Expand": OperatorSupport { lowering, node in try lowering.expand(node) },
    "Tile": OperatorSupport { lowering, node in try lowering.tile(node) },
  ]

  private mutating func expand(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    guard let wanted = try integersInput(node, 1, "target shape") else { throw node.error(.malformed, "lacks a shape") }
    guard wanted.allSatisfy({ $0 >= 0 }), let target = Graph.broadcast(shape(of: value), wanted) else {
      throw node.error(.shape, "cannot expand a tensor of shape \(shape(of: value)) to \(wanted)")
    }
    return [try broadcast(value, to: target, node)]
  }

  private mutating func broadcast(_ value: LoweredValue, to target: [Int], _ node: ONNXNode) throws -> LoweredValue {
    switch value {
    case .constant(let constant):
      guard Extents.foldedCount(target) != nil else {
        throw node.error(.shape, "would make a constant of shape \(target)")
      }
      return .constant(constant.broadcast(to: target))
    case .computed(let x, let type):
      return graph.shape(of: x) == target ? value : .computed(try emit(Broadcast(to: target), x, node: node), type)
    }
  }

  /// Each axis gets a new one before it, of extent 1, which is repeated and then merged with it.
  private mutating func tile(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    let shape = shape(of: value)
    guard let repeats = try integersInput(node, 1, "repeats"), repeats.count == shape.count,
      repeats.allSatisfy({ (1...Extents.largest).contains($0) })
    else { throw node.error(.shape, "needs one positive repeat for each axis of \(shape)") }
    guard repeats.contains(where: { $0 != 1 }) else { return [value] }
    let split = shape.flatMap { [1, $0] }
    let repeated = zip(repeats, shape).flatMap { [$0, $1] }
    let merged = zip(repeats, shape).map { $0 * $1 }
    switch value {
    case .constant(let constant):
      guard case .constant(let tiled) = try broadcast(.constant(constant.reshaped(split)), to: repeated, node) else {
        return []
      }
      return [.constant(tiled.reshaped(merged))]
    case .computed(let x, let type):
      let broad = try emit(Broadcast(to: repeated), reshaped(x, to: split, node), node: node)
      return [.computed(try reshaped(broad, to: merged, node), type)]
    }
  }
}
