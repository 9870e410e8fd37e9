/// A node whose result can be tapped: what a user may name as the layer of a heat map.
public struct Layer: Sendable, Hashable {
  /// The name of the node or of its result in the file, else the result's place in the graph ("%12").
  public let name: String
  public let operation: String
  public let output: ValueID
  public let shape: [Int]
}

extension Graph {
  /// The layers between the inputs and the outputs, in order of execution.
  public var layers: [Layer] {
    activeNodes.map { node in
      let output = node.outputs[0]
      let name = node.name.isEmpty ? names[output] ?? output.description : node.name
      return Layer(name: name, operation: node.operation.description, output: output, shape: shape(of: output))
    }
  }

  /// The value of this name, or the first result of the node of this name, or the value of this place ("%12").
  public func value(named name: String) -> ValueID? {
    if let value = names.filter({ $0.value == name }).keys.min() { return value }
    if let node = nodes.first(where: { $0.name == name }) { return node.outputs[0] }
    guard name.hasPrefix("%"), let index = Int(name.dropFirst()), shapes.indices.contains(index) else { return nil }
    return ValueID(index)
  }

  /// The result of the last convolution before the outputs: where Grad-CAM looks unless told otherwise.
  public var lastConvolution: ValueID? {
    activeNodes.last { $0.operation is Convolution }?.outputs[0]
  }

  /// The result of the last convolution after the normalisation and activation that directly follow it.
  ///
  /// The convolution's own result where nothing of the kind follows, or where others read what is in between. A
  /// segmentation network's last convolution makes the answer itself, about which it explains nothing: the one before it
  /// is taken.
  public var lastConvolutionActivation: ValueID? {
    let active = activeNodes
    let convolutions = active.indices.filter { active[$0].operation is Convolution }
    guard let last = convolutions.last else { return nil }
    let start = convolutions.last { !makesAnswer(active[$0]) } ?? last
    var result = active[start].outputs[0]
    for node in active[(start + 1)...] where node.inputs.contains(result) {
      guard node.operation.continuesLayer, readerCount(of: result, among: active) == 1 else { break }
      result = node.outputs[0]
      if node.operation is Unary { break }
    }
    return result
  }

  /// Whether a convolution gives one map for each map of the output, at whatever resolution.
  private func makesAnswer(_ node: Node) -> Bool {
    guard let output = outputs.first else { return false }
    let (result, answer) = (shape(of: node.outputs[0]), shape(of: output))
    return result.count > 2 && result.count == answer.count && result[1] == answer[1]
  }

  private func readerCount(of value: ValueID, among nodes: [Node]) -> Int {
    nodes.count { $0.inputs.contains(value) } + (outputs.contains(value) ? 1 : 0)
  }
}

extension Operation {
  /// Whether the operation is normally counted as part of the convolution before it.
  fileprivate var continuesLayer: Bool { self is Normalization || self is ChannelAffine || self is Unary }
}
