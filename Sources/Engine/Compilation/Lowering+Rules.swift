internal import Graphs
internal import Tensors

extension Lowering {
  /// Operations whose kernels are channels-last: their tensors of the input's rank are, vectors per channel are not.
  mutating func lowerSpatial(_ node: Node) throws {
    let rank = shape(node.inputs[0]).count
    let layouts = node.inputs.map { shape($0).count == rank ? Layout.channelsLast : .plain }
    let buffers = try zip(node.inputs, layouts).map { try buffer($0, in: $1) }
    let shapes = zip(node.inputs, layouts).map { $1.physical(shape($0)) }
    let result = Layout.channelsLast.physical(shape(node.outputs[0]))
    let made = try emit(
      node.operation, buffers, shapes: shapes, result: [result], label: label(node, node.operation.description),
      overwriting: node.operation is ChannelAffine ? 0 : nil)
    bind(node.outputs[0], to: made[0], in: .channelsLast)
  }

  /// A product with a constant matrix, which is packed once, or any other.
  mutating func lower(_ product: MatrixProduct, _ node: Node) throws {
    guard !isConstant(node.inputs[0]), let right = graph.constants[node.inputs[1]],
      let kernel = PackedProductKernel(product, left: shape(node.inputs[0]), right: right)
    else { return try lowerPlain(node) }
    let made = try emit(
      kernel, [buffer(node.inputs[0], in: .plain)], counts: [shape(node.outputs[0]).product],
      label: label(node, product.description))
    bind(node.outputs[0], to: made[0], in: .plain)
  }

  /// A change of shape costs nothing on a plain value.
  mutating func lowerReshape(_ node: Node) throws {
    bind(node.outputs[0], to: try buffer(node.inputs[0], in: .plain), in: .plain)
  }

  /// Reads the input in the layout it has; free where the order in memory does not change.
  mutating func lower(_ transpose: Transpose, _ node: Node) throws {
    let shape = shape(node.inputs[0])
    let layout = commonLayout(node.inputs)
    let positions = layout.positions(rank: shape.count)
    let order = transpose.permutation.map { positions[$0] }
    let source = try buffer(node.inputs[0], in: layout)
    let physical = layout.physical(shape)
    if order.filter({ physical[$0] != 1 }) == order.filter({ physical[$0] != 1 }).sorted() {
      return bind(node.outputs[0], to: source, in: .plain)
    }
    let made = try emit(
      Transpose(order), [source], shapes: [physical], result: [self.shape(node.outputs[0])],
      label: label(node, "transpose"))
    bind(node.outputs[0], to: made[0], in: .plain)
  }

  mutating func lower(permutable operation: any AxisPermutable, _ node: Node) throws {
    if let concatenation = operation as? Concatenation, try lowerSlices(concatenation, node) { return }
    var layout = commonLayout(node.inputs)
    let rank = shape(node.inputs[0]).count
    if !Layout.exists(rank: rank) { layout = .plain }
    guard let (rewritten, result) = operation.rewritten(for: layout, rank: rank) else { return try lowerPlain(node) }
    let buffers = try node.inputs.map { try buffer($0, in: layout) }
    let made = try emit(
      rewritten, buffers, shapes: node.inputs.map { layout.physical(shape($0)) },
      result: [result.physical(shape(node.outputs[0]))], label: label(node, node.operation.description),
      overwriting: node.operation is Unary ? 0 : node.operation is UnaryGradient ? 1 : nil)
    bind(node.outputs[0], to: made[0], in: result)
  }

  /// Instance normalisation stays channels-last; any other works on trailing axes and wants a plain input.
  mutating func lowerNormalization(_ node: Node) throws {
    let logical = shape(node.outputs[0])
    guard Layout.exists(rank: logical.count), commonLayout(node.inputs) == .channelsLast,
      let kernel = KernelFactory.instanceNormalization(node.operation, input: Layout.channelsLast.physical(logical))
    else { return try lowerPlain(node) }
    let buffers = try node.inputs.map { try buffer($0, in: .channelsLast) }
    let made = try emit(kernel, buffers, counts: [logical.product], label: label(node, node.operation.description))
    bind(node.outputs[0], to: made[0], in: .channelsLast)
  }

  mutating func lowerPlain(_ node: Node) throws {
    let buffers = try node.inputs.map { try buffer($0, in: .plain) }
    let made = try emit(
      node.operation, buffers, shapes: node.inputs.map(shape), result: node.outputs.map(shape),
      label: label(node, node.operation.description))
    for (value, buffer) in zip(node.outputs, made) { bind(value, to: buffer, in: .plain) }
  }

  /// Binary operations and selection: operands of lower rank are given leading axes of extent 1 first.
  mutating func lowerBroadcasting(_ node: Node) throws {
    if try lowerWindowSum(node) { return }
    let resultShape = shape(node.outputs[0])
    let layout =
      Layout.exists(rank: resultShape.count)
      ? commonLayout(node.inputs.filter { shape($0).count == resultShape.count }) : .plain
    var (buffers, shapes): ([BufferID], [[Int]]) = ([], [])
    for value in node.inputs {
      let (buffer, shape) = try operand(value, rank: resultShape.count, in: layout)
      buffers.append(buffer)
      shapes.append(shape)
    }
    let physical = layout.physical(resultShape)
    let overwritable = node.operation is Binary ? shapes.firstIndex(of: physical) : nil
    let made = try emit(
      node.operation, buffers, shapes: shapes, result: [physical], label: label(node, node.operation.description),
      overwriting: overwritable)
    bind(node.outputs[0], to: made[0], in: layout)
  }

  /// An operand with leading axes added up to `rank`, in the wanted layout.
  private mutating func operand(
    _ value: ValueID, rank: Int, in layout: Layout
  ) throws -> (buffer: BufferID, shape: [Int]) {
    let own = shape(value)
    if own.count == rank || layout == .plain { return (try buffer(value, in: layout), layout.physical(own)) }
    let padded = [Int](repeating: 1, count: rank - own.count) + own
    let physical = layout.physical(padded)
    let source = try buffer(value, in: .plain)
    if Layout.coincide(padded) { return (source, physical) }
    let made = try emit(
      Transpose(layout.permutation(rank: rank)), [source], shapes: [padded], result: [physical],
      label: "rearrange to \(layout)")
    return (made[0], physical)
  }
}
