public import Graphs
public import Tensors

/// A slow evaluator of graphs in double precision, written from the definitions: what the engine is compared with.
///
/// It shares nothing with a backend but the graph. Every operation is an extension that conforms it to
/// `ReferenceOperation`, in a file for its family.
public enum ReferenceInterpreter {
  /// The outputs of the graph.
  public static func evaluate(_ graph: Graph, inputs: [DoubleTensor]) throws -> [DoubleTensor] {
    try evaluate(graph, inputs: inputs, values: graph.outputs)
  }

  /// The outputs of the graph, computed in double precision and rounded once.
  public static func evaluate(_ graph: Graph, inputs: [Tensor]) throws -> [Tensor] {
    try evaluate(graph, inputs: inputs.map(DoubleTensor.init)).map(\.tensor)
  }

  /// Any values of the graph, with some values forced to what is given rather than computed: so that a derivative with
  /// respect to a value in the middle can be measured.
  public static func evaluate(
    _ graph: Graph, inputs: [DoubleTensor], values: [ValueID], forcing forced: [ValueID: DoubleTensor] = [:]
  ) throws -> [DoubleTensor] {
    guard inputs.map(\.shape) == graph.inputs.map(graph.shape(of:)) else {
      throw ReferenceError("inputs \(inputs.map(\.shape)) for a graph of \(graph.inputs.map(graph.shape(of:)))")
    }
    var known = graph.constants.mapValues(DoubleTensor.init)
    for (value, tensor) in zip(graph.inputs, inputs) { known[value] = tensor }
    known.merge(forced) { $1 }
    for node in graph.nodes {
      for (value, tensor) in zip(node.outputs, try run(node, of: graph, known)) where forced[value] == nil {
        known[value] = tensor
      }
    }
    return try values.map { value in
      guard let tensor = known[value] else { throw ReferenceError("nothing computes \(value)") }
      return tensor
    }
  }

  private static func run(_ node: Node, of graph: Graph, _ known: [ValueID: DoubleTensor]) throws -> [DoubleTensor] {
    guard let operation = node.operation as? any ReferenceOperation else {
      throw ReferenceError("no reference for \(node.operation)")
    }
    let inputs = try node.inputs.map { input in
      guard let tensor = known[input] else { throw ReferenceError("\(node.operation) reads unknown \(input)") }
      return tensor
    }
    let shapes = node.outputs.map(graph.shape(of:))
    let outputs = operation.evaluate(inputs, outputShapes: shapes)
    guard outputs.map(\.shape) == shapes else {
      throw ReferenceError("\(node.operation) gave \(outputs.map(\.shape)) where \(shapes) was inferred")
    }
    return outputs
  }
}

/// An operation whose definition the reference interpreter knows.
public protocol ReferenceOperation {
  func evaluate(_ inputs: [DoubleTensor], outputShapes: [[Int]]) -> [DoubleTensor]
}

/// A graph that the reference interpreter cannot evaluate.
public struct ReferenceError: Error, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = "Reference interpreter: " + description }
}
