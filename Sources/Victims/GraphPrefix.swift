internal import Graphs
internal import Tensors

extension Graph {
  /// The graph of `self ∘ ((x − mean) / deviation)`, per channel of `[N, C, …]`.
  ///
  /// Normalisation is part of the victim: perturbations are measured before it and gradients go through it.
  func normalizingInput(mean: [Float], deviation: [Float], channelAxis: Int) throws -> Graph {
    var result = Graph()
    var values: [ValueID: ValueID] = [:]
    let shape = shape(of: inputs[0])
    let raw = result.addInput(shape: shape, name: names[inputs[0]] ?? "")
    var vector = [Int](repeating: 1, count: shape.count)
    vector[channelAxis] = mean.count
    let scale = result.addConstant(Tensor(shape: vector, scalars: deviation.map { 1 / $0 }))
    let shift = result.addConstant(Tensor(shape: vector, scalars: zip(mean, deviation).map { -$0 / $1 }))
    values[inputs[0]] = try result(Binary(.add), result(Binary(.multiply), raw, scale), shift)
    for node in nodes {
      for input in node.inputs where values[input] == nil {
        guard let constant = constants[input] else { preconditionFailure("Graph: \(input) is read before it is made") }
        values[input] = result.addConstant(constant, name: names[input] ?? "")
      }
      let made = try result.append(node.operation, node.inputs.compactMap { values[$0] }, name: node.name)
      for (old, new) in zip(node.outputs, made) {
        values[old] = new
        result.names[new] = names[old]
      }
    }
    result.outputs = outputs.compactMap { values[$0] }
    return result
  }
}
