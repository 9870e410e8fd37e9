/// Writes the two graphs of a cone, node by node of the original.
struct ConeBuilder {
  private let graph: Graph
  private let change: AxisSpan
  private let analysis: ConeAnalysis
  private var base: Graph
  private var cone = Graph()
  /// Where values of the original are in the cone: the part that changes of those that change in part.
  private var made: [ValueID: ValueID] = [:]
  /// Parts that were asked for, kept or put together.
  private var parts: [Part: ValueID] = [:]
  private var pieces: [ValueID] = []

  private struct Part: Hashable {
    let value: ValueID
    /// Nil for all of it.
    let span: AxisSpan?
  }

  init(_ graph: Graph, change: AxisSpan) {
    var analysis = ConeAnalysis(graph, change: change)
    analysis.widen(in: graph)
    (self.graph, self.change, self.analysis, base) = (graph, change, analysis, graph)
  }

  mutating func build() throws -> ConeGraph {
    let input = graph.inputs[0]
    let window = analysis[input].span ?? change.with(0..<change.size)
    made[input] = cone.addInput(shape: window.part(of: graph.shape(of: input)), name: graph.names[input] ?? "")
    for node in graph.nodes { try add(node) }
    cone.outputs = try graph.outputs.map { try value($0) }
    return ConeGraph(
      base: base.pruned(to: pieces).graph, cone: cone.pruned().graph, axis: change.axis, changing: change.range,
      window: window.range)
  }

  private mutating func add(_ node: Node) throws {
    if node.outputs.allSatisfy({ !analysis.depends[$0.index] }) {
      return bind(node, to: try cone.append(node.operation, node.inputs.map { try value($0) }, name: node.name))
    }
    // What does not change is in the base.
    guard node.outputs.contains(where: { analysis[$0] != .nothing }) else { return }
    guard let part = analysis[node.outputs[0]].span else {
      if let total = try partialReduction(node) { return bind(node, to: [total]) }
      return bind(node, to: try cone.append(node.operation, node.inputs.map { try value($0) }, name: node.name))
    }
    var inputs = try zip(node.inputs, graph.reads(of: node, for: part)).map { try value($0, $1) }
    if let recurrent = node.operation as? Recurrent {
      if let before = recurrent.stepsBefore(part) { try replaceStates(&inputs, recurrent, node, after: before) }
      return bind(node, to: try cone.append(recurrent, inputs, name: node.name))
    }
    guard let local = node.operation as? any LocalOperation else { return }
    for (place, step) in local.steps(for: part, graph.shapes(around: node)).enumerated() {
      inputs = try cone.append(step, inputs, name: place == 0 ? node.name : "")
    }
    bind(node, to: inputs)
  }

  /// A sum or mean over positions of which some change: those that do not were summed once.
  private mutating func partialReduction(_ node: Node) throws -> ValueID? {
    let input = node.inputs[0]
    guard let reduction = node.operation as? Reduction, let own = analysis[input].span, !own.isEverything,
      [.sum, .mean].contains(reduction.function)
    else { return nil }
    let sum = Reduction(.sum, axes: reduction.axes, keepsAxes: reduction.keepsAxes)
    let around = [0..<own.range.lowerBound, own.range.upperBound..<own.size].filter { !$0.isEmpty }
    let rests = try around.map { try base(sum, base.part(own.with($0), of: input)) }
    let rest = try rests.dropFirst().reduce(rests[0]) { try base.add($0, $1) }
    let total = try cone.add(cone(sum, known(input), name: node.name), keep(rest))
    guard reduction.function == .mean else { return total }
    let count = reduction.axes.reduce(1) { $0 * graph.shape(of: input)[$1] }
    let divisor = cone.scalar(Float(count))
    return try cone.divide(total, divisor)
  }

  private mutating func bind(_ node: Node, to values: [ValueID]) {
    for (old, new) in zip(node.outputs, values) { made[old] = new }
  }

  /// The states that a layer over the steps before ends with are computed once, in the base.
  private mutating func replaceStates(
    _ inputs: inout [ValueID], _ recurrent: Recurrent, _ node: Node, after before: AxisSpan
  ) throws {
    var known = node.inputs
    known[0] = try base.part(before, of: node.inputs[0])
    let results = try base.append(recurrent, known)
    for place in 4..<inputs.count { inputs[place] = keep(results[place - 3]) }
  }
}

// MARK: - What nodes of the cone read

extension ConeBuilder {
  /// A value of the original, or a part of it, in the cone.
  private mutating func value(_ value: ValueID, _ span: AxisSpan? = nil) throws -> ValueID {
    let part = Part(value: value, span: span)
    if let known = parts[part] { return known }
    let found = try assembled(value, span)
    parts[part] = found
    return found
  }

  private mutating func assembled(_ value: ValueID, _ span: AxisSpan?) throws -> ValueID {
    if !analysis.depends[value.index] || analysis[value] == .everything {
      let whole = known(value)
      return try span.map { try cone.part($0, of: whole) } ?? whole
    }
    guard let own = analysis[value].span else { return keep(try span.map { try base.part($0, of: value) } ?? value) }
    guard let span else { return try joined(value, own, wanted: 0..<own.size) }
    guard span.isAligned(with: own) else { return try cone.part(span, of: self.value(value)) }
    return try joined(value, own, wanted: span.range)
  }

  /// Positions of a value of which the cone makes `own`: kept ones before, those of the cone, kept ones after.
  private mutating func joined(_ value: ValueID, _ own: AxisSpan, wanted: Range<Int>) throws -> ValueID {
    let before = wanted.clamped(to: 0..<own.range.lowerBound)
    let changing = wanted.clamped(to: own.range)
    let after = wanted.clamped(to: own.range.upperBound..<own.size)
    var pieces: [ValueID] = []
    if !before.isEmpty { pieces.append(keep(try base.part(own.with(before), of: value))) }
    if !changing.isEmpty {
      let start = own.range.lowerBound
      let inside = AxisSpan(
        axis: own.axis, outer: own.outer, size: own.range.count, inner: own.inner,
        range: changing.lowerBound - start..<changing.upperBound - start)
      pieces.append(try cone.part(inside, of: known(value)))
    }
    if !after.isEmpty { pieces.append(keep(try base.part(own.with(after), of: value))) }
    return try cone.join(pieces, along: own.with(wanted), whole: graph.shape(of: value))
  }

  /// A value that the cone has made, or a constant, which it gets now.
  private mutating func known(_ value: ValueID) -> ValueID {
    if let known = made[value] { return known }
    guard let constant = graph.constants[value] else {
      preconditionFailure("Graph: \(value) is read before it is made")
    }
    let copy = cone.addConstant(constant, name: graph.names[value] ?? "")
    made[value] = copy
    return copy
  }

  /// Makes a value of the base one of its results, and an input of the cone.
  private mutating func keep(_ value: ValueID) -> ValueID {
    pieces.append(value)
    return cone.addInput(shape: base.shape(of: value))
  }
}
