internal import Graphs
internal import Tensors

/// What runs in bf16, and which values are kept in it between layers.
///
/// A convolution writes bf16 where everybody who reads its result can read that; what follows stays in bf16 as long as it
/// can. Where a layer wants the other kind, the value is converted once, at its border.
extension Lowering {
  /// Whether a convolution (as it is run) multiplies bf16.
  func isShort(_ geometry: ConvolutionGeometry, _ node: Node) -> Bool {
    precision == .bf16 && geometry.gainsFromBFloat16 && node.inputs.dropFirst().allSatisfy(isConstant)
  }

  /// What a convolution writes.
  func resultElement(_ value: ValueID) -> Element {
    guard !kept.contains(value), let readers = consumers[value], !readers.isEmpty else { return .f32 }
    return readers.allSatisfy { readsShort(graph.nodes[$0], value) } ? .bf16 : .f32
  }

  /// Whether a node can do its work on this value in bf16.
  private func readsShort(_ node: Node, _ value: ValueID) -> Bool {
    switch node.operation {
    case is Convolution, is ConvolutionTranspose:
      guard node.inputs[0] == value, let geometry = geometry(of: node) else { return false }
      return isShort(geometry, node) || isNarrowGradient(node)
    case is MaxPool: return true
    case is MaxPoolGradient: return pooledLayers[node.inputs[0]] == nil
    case let gradient as UnaryGradient: return BFloat16UnaryGradientKernel.supports(gradient.function)
    case let binary as Binary: return binary.function == .add && hasOneShape(node)
    default: return paired(node) != nil
    }
  }

  func hasOneShape(_ node: Node) -> Bool {
    let shapes = node.inputs.map(shape)
    return Layout.exists(rank: shapes[0].count) && shapes[0] == shapes[1] && !node.inputs.contains(where: isConstant)
  }

  private func paired(_ node: Node) -> PairedArrangement? {
    guard let first = node.inputs.first, Layout.exists(rank: shape(first).count),
      !node.inputs.contains(where: isConstant),
      let permutable = node.operation as? any AxisPermutable,
      let (rewritten, layout) = permutable.rewritten(for: .channelsLast, rank: shape(first).count),
      layout == .channelsLast
    else { return nil }
    return PairedArrangement(rewritten, inputs: node.inputs.map { Layout.channelsLast.physical(shape($0)) })
  }

  /// Whether a node that moves numbers is lowered in bf16.
  private func isPairedInBFloat16(_ node: Node) -> Bool {
    precision == .bf16 && node.inputs.contains(where: isShort) && paired(node) != nil
  }

  /// Whether a node that has been left to its reader would make bf16.
  func wouldBeShort(_ node: Node) -> Bool {
    node.operation is MaxPoolGradient ? element(ofPoolGradient: node) == .bf16 : isPairedInBFloat16(node)
  }

  /// Lowers a node other than a convolution in bf16 if what it reads is there in bf16.
  ///
  /// - Returns: whether it did.
  mutating func lowerShort(_ node: Node) throws -> Bool {
    guard precision == .bf16 else { return false }
    switch node.operation {
    case let product as MatrixProduct: return try lowerShort(product, node)
    case let gradient as UnaryGradient:
      guard isShort(node.inputs[0]),
        let kernel = BFloat16UnaryGradientKernel(gradient.function, count: shape(node.outputs[0]).product)
      else { return false }
      try emitShort(kernel, node, overwriting: 1)
    case let pool as MaxPool:
      guard isShort(node.inputs[0]) else { return false }
      try emitShort(MaxPoolKernel(pool, input: physical(node.inputs[0]), isBFloat16: true), node)
    case let binary as Binary where binary.function == .add && hasOneShape(node):
      guard node.inputs.allSatisfy(isShort) else { return false }
      try emitShort(BFloat16SumKernel(count: shape(node.outputs[0]).product), node, overwriting: 0)
    default:
      guard isPairedInBFloat16(node), let paired = paired(node) else { return false }
      if let join = node.operation as? Concatenation, try lowerSlices(join, node, as: .bf16) { return true }
      let kernel = try KernelFactory.kernel(
        for: paired.operation, inputs: node.inputs.map { PairedArrangement.shape(physical($0)) },
        outputs: [PairedArrangement.shape(physical(node.outputs[0]))])
      try emitShort(kernel, node)
    }
    return true
  }

  private mutating func emitShort(_ kernel: any Kernel, _ node: Node, overwriting overwritable: Int? = nil) throws {
    let inputs = try node.inputs.map { try buffer($0, in: .channelsLast, as: .bf16) }
    let count = Element.bf16.floatCount(shape(node.outputs[0]).product)
    let made = try emit(
      kernel, inputs, counts: [count], label: label(node, "\(node.operation.description) bf16"),
      overwriting: overwritable)
    bind(node.outputs[0], to: made[0], in: .channelsLast, as: .bf16)
  }

  /// A product with a constant matrix is a convolution of one tap over its rows.
  private mutating func lowerShort(_ product: MatrixProduct, _ node: Node) throws -> Bool {
    let (x, y) = (shape(node.inputs[0]), shape(node.outputs[0]))
    guard !product.transposesLeft, let right = graph.constants[node.inputs[1]], right.rank == 2,
      !isConstant(node.inputs[0]),
      right.count >= ConvolutionGeometry.leastShortWeights
    else { return false }
    let weights = product.transposesRight ? right : right.permuted([1, 0])
    let (rows, terms, columns) = (x.dropLast().reduce(1, *), weights.shape[1], weights.shape[0])
    guard rows > 0 else { return false }
    let tap = Convolution(strides: [1], padBefore: [0], padAfter: [0], dilations: [1])
    var geometry = ConvolutionGeometry(tap, x: [1, terms, rows], w: [columns, terms, 1], y: [1, columns, rows])
    geometry.sourceElement = .bf16
    let kernel = try ConvolutionKernel(
      geometry, weights: weights.reshaped([columns, terms, 1]), bias: nil, activation: nil,
      name: label(node, "product"))
    let source = try buffer(node.inputs[0], in: .plain, as: .bf16)
    let made = try emit(
      kernel, [source], counts: [y.product], label: label(node, "product \(kernel.implementation)"))
    bind(node.outputs[0], to: made[0], in: .plain)
    return true
  }

  private func physical(_ value: ValueID) -> [Int] { Layout.channelsLast.physical(shape(value)) }
}
