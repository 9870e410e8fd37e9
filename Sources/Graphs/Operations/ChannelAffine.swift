/// `y[n, c, …] = scale[c] · x[n, c, …] + shift[c]`: batch normalisation in inference form.
///
/// Inputs: `x [N, C, …]`, `scale [C]`, and optionally `shift [C]`.
public struct ChannelAffine: Operation, Hashable {
  public init() {}

  public var description: String { "ChannelAffine" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...3)
    let shape = inputs[0]
    try check(shape.count >= 2, "expected x of shape [N, C, …], got \(shape)")
    try check("scale", inputs[1], is: [shape[1]])
    if inputs.count > 2 { try check("shift", inputs[2], is: [shape[1]]) }
    return [shape]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard let dy = cotangents[0] else { return node.inputs.map { _ in nil } }
    let (x, scale) = (node.inputs[0], node.inputs[1])
    var gradients: [ValueID?] = [wanted[0] ? try graph(ChannelAffine(), dy, scale) : nil]
    gradients.append(wanted[1] ? try graph.channelSum(graph.multiply(dy, x)) : nil)
    if node.inputs.count > 2 { gradients.append(wanted[2] ? try graph.channelSum(dy) : nil) }
    return gradients
  }
}

extension Graph {
  /// `[N, C, …]` summed to `[C]`: the gradient of what is added per channel.
  mutating func channelSum(_ value: ValueID) throws -> ValueID {
    try sum(value, over: shape(of: value).indices.filter { $0 != 1 })
  }
}
