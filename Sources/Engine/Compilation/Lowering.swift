internal import Graphs
internal import Tensors

/// Turns a graph into a program: chooses layouts and kernels, fuses what can be fused, computes what is constant.
struct Lowering {
  let graph: Graph
  /// Values that must exist in memory as the graph names them: outputs, taps, gradients.
  let kept: Set<ValueID>
  let precision: Precision
  let algorithms: AlgorithmChoice
  var program = Program()
  var phase = Phase.forward
  private(set) var consumers: [ValueID: [Int]]
  /// Where the values made so far are, in each form they exist in.
  private var stored: [ValueID: [Form: BufferID]] = [:]
  /// Nodes whose work another node's kernel does.
  private var fused: Set<Int> = []
  /// Values that are left to the node that reads them, by the place of the node that would make them.
  var postponed: [ValueID: Int] = [:]
  /// Values that were made inside what they will be joined to, for the concatenation that alone reads them.
  var placed: [ValueID: PlacedResult] = [:]
  /// Batch normalisations that are done with their relu, by the normalisation's place and by its gradient's.
  private var activations: [Int: NormalizedActivation] = [:]
  /// What a pooled normalisation keeps for its gradient, by what it reads.
  var pooledArguments: [ValueID: [BufferID]] = [:]
  /// Layers whose pooling is done with them, by what is pooled.
  var pooledLayers: [ValueID: MadePooledLayer] = [:]

  init(_ graph: Graph, keeping kept: Set<ValueID>, precision: Precision, algorithms: AlgorithmChoice) {
    self.graph = graph
    self.kept = kept
    self.precision = precision
    self.algorithms = algorithms
    consumers = graph.consumers
    for activation in NormalizedActivation.all(in: graph, consumers: consumers, keeping: kept) {
      activations[activation.normalization] = activation
      if let gradient = activation.gradient { activations[gradient.normalization] = activation }
      fused.formUnion(activation.absorbed)
    }
  }

  /// The program that computes `outputs` in its forward phase and `gradients` in its backward phase; `cotangents` are
  /// the inputs of the graph that are written between the two.
  static func program(
    for graph: Graph, outputs: [ValueID], cotangents: [ValueID], gradients: [ValueID], precision: Precision = .f32,
    algorithms: AlgorithmChoice = .measured
  ) throws -> Program {
    var lowering = Lowering(graph, keeping: Set(outputs + gradients), precision: precision, algorithms: algorithms)
    let cotangentSet = Set(cotangents)
    lowering.program.inputs = graph.inputs.filter { !cotangentSet.contains($0) }.map { lowering.addInput($0) }
    lowering.program.cotangents = cotangents.map { lowering.addInput($0) }
    let forward = graph.ancestors(of: outputs)
    let backward = graph.ancestors(of: gradients).subtracting(forward)
    for index in forward.sorted() { try lowering.lower(nodeAt: index) }
    lowering.program.outputs = try outputs.map { try lowering.buffer($0, in: .plain) }
    lowering.phase = .backward
    for index in backward.sorted() { try lowering.lower(nodeAt: index) }
    lowering.program.gradients = try gradients.map { try lowering.buffer($0, in: .plain) }
    return lowering.program
  }

  private mutating func addInput(_ value: ValueID) -> BufferID {
    let buffer = program.makeBuffer(count: graph.shape(of: value).product)
    stored[value] = [Form(layout: .plain): buffer]
    return buffer
  }

  private mutating func lower(nodeAt index: Int) throws {
    guard !fused.contains(index), try !postpone(index) else { return }
    try make(nodeAt: index)
  }

  private mutating func make(nodeAt index: Int) throws {
    let node = graph.nodes[index]
    if try lowerPooledSum(node) || lowerShort(node) { return }
    switch node.operation {
    case let operation as Convolution: try lower(operation, node)
    case let operation as ConvolutionTranspose:
      if try !lowerPlaced(operation, node) { try lower(operation, node) }
    case let operation as ConvolutionWeightGradient: try lower(operation, node)
    case let operation as BatchNormalization: try lower(operation, node, activations[index])
    case let operation as BatchNormalizationGradient: try lower(operation, node, activations[index])
    case let product as MatrixProduct: try lower(product, node)
    case is Reshape: try lowerReshape(node)
    case let operation as Transpose: try lower(operation, node)
    case let operation as MaxPoolGradient:
      if try !lowerPooledLayerGradient(node) { try emit(operation, node, into: node.outputs[0]) }
    case is ChannelAffine, is MaxPool, is AveragePool, is AveragePoolGradient, is Resize, is ResizeGradient:
      try lowerSpatial(node)
    case is Binary, is Select: try lowerBroadcasting(node)
    case is Normalization, is NormalizationGradient: try lowerNormalization(node)
    case let operation as any AxisPermutable: try lower(permutable: operation, node)
    default: try lowerPlain(node)
    }
  }
}

// MARK: - What the rules for each operation are written with

extension Lowering {
  func shape(_ value: ValueID) -> [Int] { graph.shape(of: value) }

  func isConstant(_ value: ValueID) -> Bool { graph.constants[value] != nil }

  /// Channels-last if one of the values already is; constants follow the others.
  func commonLayout(_ values: [ValueID]) -> Layout {
    values.contains { value in
      if let index = postponed[value] { return commonLayout(graph.nodes[index].inputs) == .channelsLast }
      return placed[value] != nil || stored[value]?.keys.contains { $0.layout == .channelsLast } ?? false
    } ? .channelsLast : .plain
  }

  mutating func bind(_ value: ValueID, to buffer: BufferID, in layout: Layout, as element: Element = .f32) {
    stored[value, default: [:]][Form(layout: layout, element: element)] = buffer
  }

  /// Whether a value is there in bf16, or would be if it were made.
  func isShort(_ value: ValueID) -> Bool {
    if let index = postponed[value] { return wouldBeShort(graph.nodes[index]) }
    return stored[value]?[Form(layout: .channelsLast, element: .bf16)] != nil
  }

  func isMade(_ value: ValueID, in layout: Layout, as element: Element = .f32) -> Bool {
    stored[value]?[Form(layout: layout, element: element)] != nil
  }

  mutating func markFused(_ node: Int) { fused.insert(node) }

  func isFused(_ node: Int) -> Bool { fused.contains(node) }

  /// The only node that reads a value, unless the value must be kept.
  func soleConsumer(of value: ValueID) -> Int? {
    guard !kept.contains(value), let readers = consumers[value], readers.count == 1 else { return nil }
    return readers[0]
  }

  func consumers(of value: ValueID) -> [Int]? { consumers[value] }

  /// Where a value is in the wanted form; made, rearranged or converted first if it is not there yet.
  mutating func buffer(_ value: ValueID, in layout: Layout, as element: Element = .f32) throws -> BufferID {
    if let index = postponed.removeValue(forKey: value) { try make(nodeAt: index) }
    if let buffer = stored[value]?[Form(layout: layout, element: element)] { return buffer }
    guard element == .f32 else {
      let buffer = try converted(value, from: buffer(value, in: layout), in: layout, to: element)
      bind(value, to: buffer, in: layout, as: element)
      return buffer
    }
    let shape = shape(value)
    if let constant = graph.constants[value] {
      let buffer = program.makeConstant(constant.permuted(layout.permutation(rank: shape.count)).scalars)
      bind(value, to: buffer, in: layout)
      return buffer
    }
    let (present, source) = try presentForm(of: value)
    if present == layout { return source }
    let buffer = Layout.coincide(shape) ? source : try rearranged(source, shape, from: present, to: layout)
    bind(value, to: buffer, in: layout)
    return buffer
  }

  /// A layout in which a value is there in Float; made from bf16 if it is there in nothing else.
  private mutating func presentForm(of value: ValueID) throws -> (Layout, BufferID) {
    if let (form, buffer) = stored[value]?.first(where: { $0.key.element == .f32 }) { return (form.layout, buffer) }
    guard let (form, source) = stored[value]?.first(where: { $0.key.element == .bf16 }) else {
      throw EngineError("plan", "value \(value) is read before it is made")
    }
    let count = shape(value).product
    let wide = try emit(
      BFloat16ConversionKernel(.widening, count: count), [source], counts: [count], label: "bf16 to f32")[0]
    bind(value, to: wide, in: form.layout)
    return (form.layout, wide)
  }

  private mutating func converted(
    _ value: ValueID, from source: BufferID, in layout: Layout, to element: Element
  ) throws -> BufferID {
    let physical = layout.physical(shape(value))
    let kernel: any Kernel =
      element == .splitBF16
      ? BFloat16SplitKernel(rows: physical.dropLast().product, channels: physical.last ?? 1)
      : BFloat16ConversionKernel(.narrowing, count: physical.product)
    return try emit(
      kernel, [source], counts: [element.floatCount(physical.product)], label: "f32 to bf16")[0]
  }

  private mutating func rearranged(
    _ source: BufferID, _ shape: [Int], from present: Layout, to wanted: Layout
  ) throws -> BufferID {
    let positions = present.positions(rank: shape.count)
    let order = wanted.permutation(rank: shape.count).map { positions[$0] }
    return try emit(
      Transpose(order), [source], shapes: [present.physical(shape)], result: [wanted.physical(shape)],
      label: "rearrange to \(wanted)")[0]
  }

  /// Adds a step for an operation on physical shapes; computes it right away when all its inputs are constant.
  mutating func emit(
    _ operation: any Operation, _ inputs: [BufferID], shapes: [[Int]], result: [[Int]], label: String,
    overwriting overwritable: Int? = nil
  ) throws -> [BufferID] {
    let kernel = try KernelFactory.kernel(for: operation, inputs: shapes, outputs: result)
    return try emit(kernel, inputs, counts: result.map(\.product), label: label, overwriting: overwritable)
  }

  mutating func emit(
    _ kernel: any Kernel, _ inputs: [BufferID], counts: [Int], label: String, overwriting overwritable: Int? = nil
  ) throws -> [BufferID] {
    if inputs.allSatisfy({ program.constants[$0] != nil }) { return try precomputed(kernel, inputs, counts) }
    let outputs = counts.map { program.makeBuffer(count: $0) }
    program.steps.append(
      Step(
        kernel: kernel, inputs: inputs, outputs: outputs, phase: phase, label: label,
        overwritableInput: overwritable))
    return outputs
  }

  private mutating func precomputed(
    _ kernel: any Kernel, _ inputs: [BufferID], _ counts: [Int]
  ) throws -> [BufferID] {
    let arena = try ConstantEvaluation.run(kernel, inputs.map { program.constants[$0] ?? [] }, counts)
    return arena.map { program.makeConstant($0) }
  }
}
