import Graphs
import Tensors

/// Turns the nodes of a graph into those of a file, one after the other.
///
/// What becomes of each operation is in `GraphWriter+….swift`, a family a file.
struct GraphWriter {
  let small: Graph
  let large: Graph
  private(set) var proto = ProtoGraph()
  /// What values are called in the file; constants get their names when something first reads them.
  private var names: [ValueID: String] = [:]
  private var taken: Set<String> = []

  /// - Throws: `ONNXWriterError` where the two graphs differ in more than extents.
  init(_ small: Graph, _ large: Graph, inputName: String, outputName: String) throws(ONNXWriterError) {
    let isAlike =
      small.nodes.count == large.nodes.count && small.inputs == large.inputs && small.outputs == large.outputs
      && zip(small.nodes, large.nodes).allSatisfy { $0.inputs == $1.inputs && $0.outputs == $1.outputs }
    guard isAlike else {
      throw ONNXWriterError(
        "the graph has other nodes at another batch size", hint: "build the same layers whatever the batch")
    }
    (self.small, self.large) = (small, large)
    taken = [inputName, outputName]
    names[small.inputs[0]] = inputName
    if small.constants[small.outputs[0]] == nil, small.outputs[0] != small.inputs[0] {
      names[small.outputs[0]] = outputName
    }
  }

  mutating func writeNodes() throws {
    for (node, twin) in zip(small.nodes, large.nodes) {
      let base = node.name.isEmpty ? "node\(node.outputs[0].index)" : node.name
      let written = WrittenNode(node: node, twin: twin.operation, name: freeName(base))
      for (index, output) in node.outputs.enumerated() where names[output] == nil {
        let given = small.names[output] ?? (index == 0 ? written.name : "\(written.name):\(index)")
        names[output] = given == written.name ? given : freeName(given)
      }
      try write(written)
    }
  }

  // MARK: Names

  /// The name itself if nothing has it yet, else with a number.
  private mutating func freeName(_ wanted: String) -> String {
    var name = wanted
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(wanted)_\(number)"
      number += 1
    }
    return name
  }

  /// What an input of a node is called; a constant is written when it is first asked for.
  ///
  /// - Throws: `ONNXWriterError` where the constant depends on the batch size.
  mutating func input(_ index: Int, of written: WrittenNode) throws(ONNXWriterError) -> String {
    let value = written.node.inputs[index]
    if let known = names[value] { return known }
    guard let tensor = small.constants[value] else { throw written.error("its input \(index) is made by no node") }
    guard large.constants[value] == tensor else {
      throw written.error("its input \(index) is a constant that depends on the batch size")
    }
    let name = addInitializer(tensor, name: small.names[value] ?? "\(written.name)/constant\(index)")
    names[value] = name
    return name
  }

  mutating func inputs(of written: WrittenNode) throws(ONNXWriterError) -> [String] {
    var list: [String] = []
    for index in written.node.inputs.indices { list.append(try input(index, of: written)) }
    return list
  }

  func output(_ index: Int, of written: WrittenNode) -> String { names[written.node.outputs[index]] ?? "" }

  /// The extents of an input, those that depend on the batch as nil.
  func extents(ofInput index: Int, of written: WrittenNode) -> [Int?] {
    let value = written.node.inputs[index]
    return commonExtents(small.shape(of: value), large.shape(of: value))
  }

  // MARK: Emission

  /// Appends a node that makes the first result of `written`.
  mutating func emit(
    _ operatorName: String, _ inputs: [String], _ attributes: [ProtoAttribute] = [], for written: WrittenNode
  ) {
    append(operatorName, inputs, [output(0, of: written)], attributes, name: written.name)
  }

  /// Appends a node on the way to the result of `written`, and returns what its result is called.
  mutating func step(
    _ operatorName: String, _ inputs: [String], _ attributes: [ProtoAttribute] = [], for written: WrittenNode
  ) -> String {
    let name = freeName("\(written.name)/\(operatorName.lowercased())")
    append(operatorName, inputs, [name], attributes, name: name)
    return name
  }

  mutating func append(
    _ operatorName: String, _ inputs: [String], _ outputs: [String], _ attributes: [ProtoAttribute], name: String
  ) {
    var node = ProtoNode()
    (node.opType, node.input, node.output, node.name) = (operatorName, inputs, outputs, name)
    node.attribute = attributes
    proto.node.append(node)
  }

  mutating func addInitializer(_ tensor: Tensor, name: String) -> String {
    let name = freeName(name)
    proto.initializer.append(ProtoTensor(tensor, name: name))
    return name
  }

  mutating func addInitializer(_ integers: [Int], shape: [Int]? = nil, name: String) -> String {
    let name = freeName(name)
    proto.initializer.append(ProtoTensor(integers, shape: shape, name: name))
    return name
  }

  /// A scalar that `written` computes with.
  mutating func scalar(_ value: Float, for written: WrittenNode) -> String {
    addInitializer(Tensor(scalar: value), name: "\(written.name)/\(value)")
  }

  // MARK: Input and output

  /// The whole graph with its input and output.
  mutating func finished(
    inputName: String, outputName: String, batches: (Int, Int)
  ) throws(ONNXWriterError) -> ProtoGraph {
    let output = small.outputs[0]
    if names[output] != outputName {
      // The output is the input itself or a constant.
      let source = names[output] ?? addInitializer(small.constants[output] ?? Tensor(scalar: 0), name: "constant")
      append("Identity", [source], [outputName], [], name: freeName("identity"))
    }
    proto.name = "network"
    proto.input = [try description(of: small.inputs[0], name: inputName, batches: batches)]
    proto.output = [try description(of: output, name: outputName, batches: batches)]
    return proto
  }

  private func description(
    of value: ValueID, name: String, batches: (Int, Int)
  ) throws(ONNXWriterError) -> ProtoValueInfo {
    let (a, b) = (small.shape(of: value), large.shape(of: value))
    var axes: [ProtoShape.Dimension] = []
    for (index, extent) in commonExtents(a, b).enumerated() {
      var axis = ProtoShape.Dimension()
      if let extent { axis.dimValue = Int64(extent) } else { axis.dimParam = "batch" }
      guard extent != nil || (index == 0 && (a[0], b[0]) == batches) else {
        throw ONNXWriterError(
          "axis \(index) of '\(name)' changes with the batch size but is not the batch",
          hint: "keep samples along the first axis")
      }
      axes.append(axis)
    }
    var info = ProtoValueInfo()
    info.name = name
    info.type.tensorType.elemType = ElementType.float32.rawValue
    info.type.tensorType.shape.dim = axes
    return info
  }
}
