import Graphs
import Tensors

extension Lowering {
  static let reductions: [String: OperatorSupport] = [
    "ReduceSum": reduction(.sum),
    "ReduceMean": reduction(.mean),
    "ReduceMax": reduction(.maximum),
    "ReduceMin": reduction(.minimum),
    "ReduceProd": OperatorSupport { lowering, node in try lowering.product(node) },
    "ReduceL1": OperatorSupport { lowering, node in
      let magnitude = try lowering.emit(Unary(.abs), lowering.tensorInput(node, 0), node: node)
      return [try lowering.reduced(.computed(magnitude, .float32), .sum, node)]
    },
    "ReduceL2": OperatorSupport { lowering, node in
      let sum = try lowering.summedSquares(node)
      return [.computed(try lowering.emit(Unary(.sqrt), sum, node: node), .float32)]
    },
    "ReduceSumSquare": OperatorSupport { lowering, node in [.computed(try lowering.summedSquares(node), .float32)] },
  ]

  private static func reduction(_ function: ReductionFunction) -> OperatorSupport {
    OperatorSupport { lowering, node in [try lowering.reduced(lowering.input(node, 0), function, node)] }
  }

  private mutating func summedSquares(_ node: ONNXNode) throws -> ValueID {
    let x = try tensorInput(node, 0)
    let square = try emit(Binary(.multiply), x, x, node: node)
    return materialised(try reduced(.computed(square, .float32), .sum, node))
  }

  /// The axes to reduce, ascending: all of them if the node names none, unless it says that this means none.
  private func reducedAxes(_ node: ONNXNode, rank: Int) throws -> [Int] {
    let given = try axes(of: node, input: 1) ?? []
    if given.isEmpty { return try node.flag("noop_with_empty_axes") ? [] : Array(0..<rank) }
    return try node.axes(given, rank: rank).sorted()
  }

  private mutating func reduced(
    _ value: LoweredValue, _ function: ReductionFunction, _ node: ONNXNode
  ) throws -> LoweredValue {
    let shape = shape(of: value)
    let axes = try reducedAxes(node, rank: shape.count)
    guard !axes.isEmpty else { return value }
    let keepsAxes = try node.flag("keepdims", default: true)
    guard case .constant(let constant) = value, constant.integers != nil else {
      let operation = Reduction(function, axes: axes, keepsAxes: keepsAxes)
      return .computed(try emit(operation, materialised(value, name: node.inputs[0]), node: node), value.type)
    }
    return .constant(try constant.reduced(axes, keepsAxes: keepsAxes, node) { function.reducing($0) })
  }

  /// Products are taken of shapes, not of activations.
  private mutating func product(_ node: ONNXNode) throws -> [LoweredValue] {
    guard let constant = try constantInput(node, 0, "factors"), constant.integers != nil else {
      throw node.error(.unsupported, "multiplies values that are not integers known at load")
    }
    let axes = try reducedAxes(node, rank: constant.shape.count)
    let keepsAxes = try node.flag("keepdims", default: true)
    return [.constant(try constant.reduced(axes, keepsAxes: keepsAxes, node) { $0.reduce(1, &*) })]
  }
}

extension ReductionFunction {
  /// The reduction of integers; of none, zero.
  fileprivate func reducing(_ values: [Int64]) -> Int64 {
    switch self {
    case .sum: values.reduce(0, &+)
    case .mean: values.isEmpty ? 0 : values.reduce(0, &+) / Int64(values.count)
    case .maximum: values.max() ?? 0
    case .minimum: values.min() ?? 0
    }
  }
}

extension Constant {
  /// Integers reduced over `axes`: these are moved to the end, where each group lies together.
  fileprivate func reduced(
    _ axes: [Int], keepsAxes: Bool, _ node: ONNXNode, by function: ([Int64]) -> Int64
  ) throws -> Constant {
    let kept = shape.indices.filter { !axes.contains($0) }
    let arranged = transposed(kept + axes)
    guard case .integers(let values) = arranged.scalars else {
      throw node.error(.unsupported, "reduces a constant of type \(type.name)")
    }
    let groups = kept.map { shape[$0] }.product
    let size = axes.map { shape[$0] }.product
    let results = (0..<groups).map { function(Array(values[$0 * size..<($0 + 1) * size])) }
    let flags = arranged.followsBatch.map { flags in
      (0..<groups).map { flags[$0 * size..<($0 + 1) * size].contains(true) }
    }
    let result = keepsAxes ? shape.indices.map { axes.contains($0) ? 1 : shape[$0] } : kept.map { shape[$0] }
    return Constant(shape: result, integers: results, type: type, followsBatch: flags)
  }
}
