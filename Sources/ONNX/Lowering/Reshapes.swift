import Graphs
import Tensors

extension Lowering {
  static let reshapes: [String: OperatorSupport] = [
    "Reshape": OperatorSupport { lowering, node in try lowering.reshape(node) },
    "Flatten": OperatorSupport { lowering, node in try lowering.flatten(node) },
    "Squeeze": OperatorSupport { lowering, node in try lowering.squeeze(node) },
    "Unsqueeze": OperatorSupport { lowering, node in try lowering.unsqueeze(node) },
    "Transpose": OperatorSupport { lowering, node in try lowering.transpose(node) },
  ]

  private mutating func reshape(_ node: ONNXNode) throws -> [LoweredValue] {
    guard let shape = try constantInput(node, 1, "target shape"), let wanted = shape.integers else {
      throw node.error(.malformed, "lacks a target shape of integers")
    }
    let keepsZeros = try node.flag("allowzero")
    // A target computed from the batch size of this lowering already says where the batch goes.
    if shape.followsBatch != nil, case .computed(let x, let type) = try input(node, 0) {
      let target = try node.target(wanted, of: graph.shape(of: x), keepsZeros: keepsZeros)
      return [.computed(try reshaped(x, to: target, node), type)]
    }
    return try reshaping(node) { try node.target(wanted, of: $0, keepsZeros: keepsZeros) }
  }

  /// Gives input 0 the shape that `target` makes of its own, folding constants.
  private mutating func reshaping(_ node: ONNXNode, _ target: ([Int]) throws -> [Int]) throws -> [LoweredValue] {
    switch try input(node, 0) {
    case .constant(let constant): return [.constant(constant.reshaped(try target(constant.shape)))]
    case .computed(let x, let type): return [.computed(try reshaped(x, node, target: target), type)]
    }
  }

  private mutating func flatten(_ node: ONNXNode) throws -> [LoweredValue] {
    let axis = try node.integer("axis", default: 1)
    return try reshaping(node) { shape in
      // The axis may be the rank itself: everything then becomes one column.
      let split = axis == shape.count ? axis : try node.axis(axis, rank: shape.count)
      return [Array(shape[..<split]).product, Array(shape[split...]).product]
    }
  }

  private mutating func squeeze(_ node: ONNXNode) throws -> [LoweredValue] {
    let given = try axes(of: node, input: 1)
    return try reshaping(node) { shape in
      let dropped = try given.map { try node.axes($0, rank: shape.count) } ?? shape.indices.filter { shape[$0] == 1 }
      guard dropped.allSatisfy({ shape[$0] == 1 }) else {
        throw node.error(.shape, "cannot drop axes \(dropped) of a tensor of shape \(shape)")
      }
      return shape.indices.filter { !dropped.contains($0) }.map { shape[$0] }
    }
  }

  private mutating func unsqueeze(_ node: ONNXNode) throws -> [LoweredValue] {
    guard let given = try axes(of: node, input: 1) else { throw node.error(.malformed, "lacks axes") }
    return try reshaping(node) { shape in
      var result = shape
      for axis in try node.axes(given, rank: shape.count + given.count).sorted() { result.insert(1, at: axis) }
      return result
    }
  }

  private mutating func transpose(_ node: ONNXNode) throws -> [LoweredValue] {
    let value = try input(node, 0)
    let rank = shape(of: value).count
    let permutation = try node.integers("perm") ?? Array((0..<rank).reversed())
    guard permutation.sorted() == Array(0..<rank) else {
      throw node.error(.shape, "perm \(permutation) does not permute \(rank) axes")
    }
    if case .constant(let constant) = value { return [.constant(constant.transposed(permutation))] }
    return [.computed(try emit(Transpose(permutation), materialised(value), node: node), value.type)]
  }
}

extension ONNXNode {
  /// The shape a Reshape asks for: 0 keeps an extent (unless `keepsZeros`), −1 is what is left over.
  fileprivate func target(_ wanted: [Int], of shape: [Int], keepsZeros: Bool) throws -> [Int] {
    var target = wanted
    for axis in wanted.indices where wanted[axis] == 0 && !keepsZeros {
      guard shape.indices.contains(axis) else {
        throw error(.shape, "keeps axis \(axis) of a tensor of shape \(shape)")
      }
      target[axis] = shape[axis]
    }
    let failure = error(.shape, "cannot give a tensor of shape \(shape) the shape \(wanted)")
    let total = shape.product
    if let open = target.firstIndex(of: -1) {
      target[open] = 1
      guard let rest = Graph.elementCount(target), rest > 0, total % rest == 0 else { throw failure }
      target[open] = total / rest
    }
    guard Graph.elementCount(target) == total else { throw failure }
    return target
  }
}
