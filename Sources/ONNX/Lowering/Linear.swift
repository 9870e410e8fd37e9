import Graphs
import Tensors

extension Lowering {
  static let linear: [String: OperatorSupport] = [
    "Gemm": OperatorSupport { lowering, node in try lowering.gemm(node) },
    "MatMul": OperatorSupport { lowering, node in try lowering.matrixProduct(node) },
  ]

  /// `alpha · op(A) · op(B) + beta · C`; the factors go into the constants where they can.
  private mutating func gemm(_ node: ONNXNode) throws -> [LoweredValue] {
    let a = try tensorInput(node, 0)
    let product = MatrixProduct(
      transposesLeft: try node.flag("transA"), transposesRight: try node.flag("transB"))
    let b = try scaled(input(node, 1), by: node.real("alpha", default: 1), node, 1)
    guard graph.shape(of: a).count == 2, graph.shape(of: b).count == 2 else {
      throw node.error(.shape, "multiplies \(graph.shape(of: a)) by \(graph.shape(of: b)), must be two matrices")
    }
    let result = try emit(product, a, b, node: node)
    let beta = try node.real("beta", default: 1)
    guard let addend = try optionalInput(node, 2), beta != 0 else { return [.computed(result, .float32)] }
    let sum = try emit(Binary(.add), result, scaled(addend, by: beta, node, 2), node: node)
    guard graph.shape(of: sum) == graph.shape(of: result) else {
      throw node.error(.shape, "its C \(shape(of: addend)) does not fit a product \(graph.shape(of: result))")
    }
    return [.computed(sum, .float32)]
  }

  private mutating func scaled(
    _ value: LoweredValue, by factor: Float, _ node: ONNXNode, _ index: Int
  ) throws -> ValueID {
    guard factor != 1 else { return materialised(value, name: node.inputs[index]) }
    if case .constant(let constant) = value { return addConstant(constant.tensor.map { $0 * factor }) }
    return try emit(Binary(.multiply), materialised(value), scalar(factor), node: node)
  }

  /// NumPy's `matmul`: a vector on the left is a row, on the right a column, and its axis goes again.
  private mutating func matrixProduct(_ node: ONNXNode) throws -> [LoweredValue] {
    var (a, b) = (try tensorInput(node, 0), try tensorInput(node, 1))
    let (rowVector, columnVector) = (graph.shape(of: a).count == 1, graph.shape(of: b).count == 1)
    if rowVector { a = try reshaped(a, to: [1] + graph.shape(of: a), node) }
    if columnVector { b = try reshaped(b, to: graph.shape(of: b) + [1], node) }
    let product = try emit(MatrixProduct(), a, b, node: node)
    var shape = graph.shape(of: product)
    if columnVector { shape.removeLast() }
    if rowVector { shape.remove(at: shape.count - (columnVector ? 1 : 2)) }
    return [.computed(try reshaped(product, to: shape, node), .float32)]
  }
}
