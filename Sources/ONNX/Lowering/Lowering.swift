import Graphs
import Tensors

/// Turns the nodes of a model, one after another, into nodes of a `Graph` with static shapes.
///
/// What does not depend on the input is folded away while it is met; what does is appended to the graph, and the batch
/// axis is followed all along. Each operator family has its own file of methods and its own table of `OperatorSupport`.
struct Lowering {
  let opset: Int
  private(set) var graph = Graph()
  private(set) var tracer: BatchTracer
  /// The batch size that the model was exported with, when it is to be run at another: literal shapes that contain it
  /// are then reinterpreted. nil when the model is taken literally.
  let exportedBatch: Int?
  private var values: [String: LoweredValue]
  /// Constants that have been added to the graph, by their ONNX names.
  private var addedConstants: [String: ValueID] = [:]

  init(opset: Int, constants: [String: Constant], batch: Int, exportedBatch: Int?) {
    self.opset = opset
    self.exportedBatch = exportedBatch == batch ? nil : exportedBatch
    tracer = BatchTracer(count: batch)
    values = constants.mapValues { .constant($0) }
  }

  var batchCount: Int { tracer.count }

  mutating func addInput(_ name: String, shape: [Int], isBatched: Bool) {
    let value = graph.addInput(shape: shape, name: name)
    if isBatched { tracer.record(input: value, batchAxis: 0) }
    values[name] = .computed(value, .float32)
  }

  mutating func lower(_ node: ONNXNode) throws {
    guard node.domain.isEmpty, let support = OperatorTable.supported[node.operatorName] else {
      throw node.error(.unsupported, OperatorTable.explanation(of: node.operatorName))
    }
    let results = try support.lower(&self, node)
    for (name, value) in zip(node.outputs, results) where !name.isEmpty {
      values[name] = value
      if case .computed(let id, _) = value, graph.names[id] == nil { graph.names[id] = name }
    }
  }

  mutating func addOutput(_ name: String) throws {
    guard let value = values[name] else { throw ONNXError(.malformed, "output '\(name)' is produced by no node") }
    graph.outputs.append(materialised(value, name: name))
  }
}

extension Lowering {
  /// Input `index` of a node, or nil if it is left out.
  func optionalInput(_ node: ONNXNode, _ index: Int) throws -> LoweredValue? {
    guard node.hasInput(index) else { return nil }
    guard let value = values[node.inputs[index]] else {
      throw node.error(.malformed, "reads '\(node.inputs[index])', which its producer does not provide")
    }
    return value
  }

  func input(_ node: ONNXNode, _ index: Int) throws -> LoweredValue {
    guard let value = try optionalInput(node, index) else {
      throw node.error(.malformed, "lacks input \(index)")
    }
    return value
  }

  /// All inputs of a node that takes any number of them.
  func inputs(_ node: ONNXNode) throws -> [LoweredValue] {
    guard !node.inputs.isEmpty else { throw node.error(.malformed, "has no inputs") }
    return try node.inputs.indices.map { try input(node, $0) }
  }

  /// Input `index` as a constant, for what must be known at load: shapes, axes, indices, statistics.
  func constantInput(_ node: ONNXNode, _ index: Int, _ role: String) throws -> Constant? {
    switch try optionalInput(node, index) {
    case nil: return nil
    case .constant(let constant): return constant
    case .computed:
      throw node.error(
        .unsupported, "its \(role) depend on the input",
        hint: "only models whose shapes are fixed by the input's shape run")
    }
  }

  /// Input `index` as a list of integers known at load.
  func integersInput(_ node: ONNXNode, _ index: Int, _ role: String) throws -> [Int]? {
    guard let constant = try constantInput(node, index, role) else { return nil }
    guard let integers = constant.integers else {
      throw node.error(.malformed, "its \(role) are \(constant.type.name), must be integers")
    }
    return integers
  }

  /// Input `index` as a value of the graph; constants are added to it when first used.
  mutating func tensorInput(_ node: ONNXNode, _ index: Int) throws -> ValueID {
    materialised(try input(node, index), name: node.inputs[index])
  }

  mutating func optionalTensorInput(_ node: ONNXNode, _ index: Int) throws -> ValueID? {
    node.hasInput(index) ? try tensorInput(node, index) : nil
  }

  mutating func materialised(_ value: LoweredValue, name: String = "") -> ValueID {
    switch value {
    case .computed(let id, _): return id
    case .constant(let constant):
      if let known = addedConstants[name] { return known }
      if constant.followsBatch != nil { tracer.noteMixing("constant '\(name)' is computed from the batch size") }
      let id = graph.addConstant(constant.tensor, name: name)
      if !name.isEmpty { addedConstants[name] = id }
      return id
    }
  }

  func shape(of value: LoweredValue) -> [Int] {
    switch value {
    case .constant(let constant): constant.shape
    case .computed(let id, _): graph.shape(of: id)
    }
  }
}

extension Lowering {
  /// Appends a node to the graph, and follows the batch through it.
  mutating func emitAll(_ operation: any Operation, _ inputs: [ValueID], _ node: ONNXNode) throws -> [ValueID] {
    let outputs: [ValueID]
    do {
      outputs = try graph.append(operation, inputs, name: node.displayName)
    } catch let error as ShapeError {
      throw node.error(.shape, "\(error)", hint: "does the input have the shape that the model wants?")
    }
    for output in outputs where graph.shape(of: output).contains(0) {
      throw node.error(.shape, "makes an empty tensor \(graph.shape(of: output))")
    }
    tracer.record(graph.nodes[graph.nodes.count - 1], in: graph, label: node.label)
    try refuseMixing()
    return outputs
  }

  mutating func emit(_ operation: any Operation, _ inputs: ValueID..., node: ONNXNode) throws -> ValueID {
    try emitAll(operation, inputs, node)[0]
  }

  /// A model that is run at another batch size than its own must keep samples apart.
  private func refuseMixing() throws {
    guard exportedBatch != nil, let mixing = tracer.mixing else { return }
    throw ONNXError(.fixedBatch, mixing)
  }

  mutating func addConstant(_ tensor: Tensor) -> ValueID { graph.addConstant(tensor) }

  mutating func scalar(_ value: Float) -> ValueID { addConstant(Tensor(scalar: value)) }

  /// The value under another shape; `target` maps the shape that the value has *in the file* to the wanted one.
  ///
  /// When the model runs at another batch size than its own, literal targets are worked out for the exported batch
  /// and the batch is then put back where it lies in memory.
  mutating func reshaped(
    _ value: ValueID, _ node: ONNXNode, target: ([Int]) throws -> [Int]
  ) throws -> ValueID {
    let shape = graph.shape(of: value)
    guard let exportedBatch, case .along(let place) = tracer.placement(of: value) else {
      return try reshaped(value, to: target(shape), node)
    }
    var exported = shape
    exported[place.axis] = shape[place.axis] / batchCount * exportedBatch
    var wanted = try target(exported)
    let stride = place.stride(in: exported)
    guard let found = BatchAxis.located(stride: stride, count: exportedBatch, in: wanted) else {
      throw node.error(.fixedBatch, "its shape \(wanted) leaves no axis for the batch")
    }
    wanted[found.axis] = wanted[found.axis] / exportedBatch * batchCount
    return try reshaped(value, to: wanted, node)
  }

  /// The value itself if it has the shape already.
  mutating func reshaped(_ value: ValueID, to shape: [Int], _ node: ONNXNode) throws -> ValueID {
    graph.shape(of: value) == shape ? value : try emit(Reshape(to: shape), value, node: node)
  }

  /// A value that has one entry per sample along `axis`, from a constant that was exported for another batch size.
  ///
  /// Initial states are such constants. They are repeated only if they are alike for all samples.
  mutating func fittedToBatch(_ value: LoweredValue, axis: Int, extent: Int, name: String) -> ValueID {
    guard case .constant(let constant) = value, constant.shape.indices.contains(axis), constant.shape[axis] != extent,
      let sample = constant.commonSlice(along: axis), Extents.foldedCount(constant.shape(with: extent, at: axis)) != nil
    else { return materialised(value, name: name) }
    return materialised(.constant(sample.broadcast(to: constant.shape(with: extent, at: axis))))
  }
}

extension Constant {
  fileprivate func shape(with extent: Int, at axis: Int) -> [Int] {
    var result = shape
    result[axis] = extent
    return result
  }

  /// The slice of extent 1 that all slices along `axis` are equal to, or nil.
  fileprivate func commonSlice(along axis: Int) -> Constant? {
    guard shape[axis] > 0 else { return nil }
    let first = sliced(
      starts: shape.map { _ in 0 }, steps: shape.map { _ in 1 }, extents: shape(with: 1, at: axis))
    return first.broadcast(to: shape).reals == reals ? first : nil
  }
}

extension Lowering {
  /// The finished graph. Every output must have the batch alone in its first axis for the samples to count as apart.
  func result() -> LoweredModel {
    let apart = graph.outputs.allSatisfy { tracer.placement(of: $0) == .along(BatchAxis(axis: 0)) }
    let scattered = apart ? nil : "an output does not have one entry per sample along its first axis"
    let mixing = tracer.mixing ?? scattered
    return LoweredModel(graph: graph, batch: batchCount, isBatchSeparable: mixing == nil, mixing: mixing)
  }
}
