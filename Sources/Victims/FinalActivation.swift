package import Graphs
internal import Tensors

/// The function at the end of a network that makes probabilities of its logits.
///
/// Losses want logits: probabilities are flat where the network is sure, and one probability per pixel is above zero
/// everywhere, which as a logit would mean foreground everywhere. Without the function the predicted classes are the
/// same, for a softmax and a logarithmic softmax because they keep the order of the classes, for one sigmoid because it
/// is above ½ where its argument is above 0.
public struct FinalActivation: Sendable, Hashable, CustomStringConvertible {
  public enum Function: String, Sendable {
    case sigmoid = "Sigmoid"
    case softmax = "Softmax"
    case logSoftmax = "LogSoftmax"
  }

  public let function: Function
  /// The node's name in the file, or empty.
  public let node: String

  public var description: String { node.isEmpty ? function.rawValue : "\(function.rawValue) '\(node)'" }

  public init(function: Function, node: String) {
    self.function = function
    self.node = node
  }

  /// What a reader of results must know, as a sentence.
  public var caveat: String {
    "The network ends in the \(self); attacks and explanations see the logits before it, with the same predicted classes."
  }
}

extension Graph {
  /// The graph that gives the argument of its final sigmoid or softmax, and what was left out; nil where the first
  /// output does not come from one.
  ///
  /// What only moves elements behind the function is kept. A softmax along anything but the classes stays.
  package func withoutFinalActivation() throws -> (graph: Graph, removed: FinalActivation)? {
    guard let output = outputs.first, shape(of: output).count > 1 else { return nil }
    var (value, classAxis, movers): (ValueID, Int, [Node]) = (output, 1, [])
    while let node = nodes.last(where: { $0.outputs.contains(value) }) {
      if let function = FinalActivation.Function(node.operation, classAxis: classAxis) {
        return (try replacing(value, by: node.inputs[0], movedBy: movers.reversed()), .init(function, node))
      }
      guard let axis = node.operation.origin(ofAxis: classAxis, from: shape(of: node.inputs[0])) else { return nil }
      classAxis = axis
      movers.append(node)
      value = node.inputs[0]
    }
    return nil
  }

  private func replacing(_ old: ValueID, by new: ValueID, movedBy movers: [Node]) throws -> Graph {
    var graph = self
    var result = new
    for node in movers { result = try graph(node.operation, result, name: node.name) }
    graph.outputs[0] = result
    return graph.pruned().graph
  }
}

extension FinalActivation {
  fileprivate init(_ function: Function, _ node: Node) { self.init(function: function, node: node.name) }
}

extension FinalActivation.Function {
  fileprivate init?(_ operation: any Operation, classAxis: Int) {
    switch operation {
    case let unary as Unary where unary.function == .sigmoid: self = .sigmoid
    case let softmax as Softmax where softmax.axis == classAxis: self = .softmax
    case let softmax as LogSoftmax where softmax.axis == classAxis: self = .logSoftmax
    default: return nil
    }
  }
}

extension Operation {
  /// Where an axis of the result lies in the argument, for operations that only move elements; nil for others, and
  /// where the axis is no axis of the argument.
  fileprivate func origin(ofAxis axis: Int, from input: [Int]) -> Int? {
    if let transpose = self as? Transpose { return transpose.permutation[axis] }
    guard let reshape = self as? Reshape else { return nil }
    let before = Array(reshape.shape[..<axis]).product
    return input.indices.first { input[$0] == reshape.shape[axis] && Array(input[..<$0]).product == before }
  }
}
