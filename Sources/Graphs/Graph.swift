public import Tensors

/// Names one tensor that flows along an edge of a `Graph`.
public struct ValueID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let index: Int
  package init(_ index: Int) { self.index = index }
  public static func < (left: ValueID, right: ValueID) -> Bool { left.index < right.index }
  public var description: String { "%\(index)" }
}

/// One operation applied to values of a graph.
public struct Node: Sendable {
  public var operation: any Operation
  public var inputs: [ValueID]
  public var outputs: [ValueID]
  /// The name of the node in the file it came from ("/features/Conv"), or empty.
  public var name: String
}

/// A pure function of tensors with static shapes, as nodes in an order in which they can be run.
///
/// Nodes are appended, never inserted, so that every node reads only values made before it. A graph knows no memory
/// layout and no library; `Engine` compiles it. Shapes include the batch.
public struct Graph: Sendable {
  public internal(set) var nodes: [Node] = []
  /// The shape of each value, by `ValueID.index`.
  public internal(set) var shapes: [[Int]] = []
  /// The values whose contents are known: weights and folded arithmetic.
  public internal(set) var constants: [ValueID: Tensor] = [:]
  /// The names of values in the file they came from; taps (Grad-CAM layers) are found by them.
  public var names: [ValueID: String] = [:]
  public internal(set) var inputs: [ValueID] = []
  public var outputs: [ValueID] = []

  public init() {}

  public func shape(of value: ValueID) -> [Int] { shapes[value.index] }

  /// Declares an input of the whole graph.
  public mutating func addInput(shape: [Int], name: String = "") -> ValueID {
    let value = makeValue(shape, name: name)
    inputs.append(value)
    return value
  }

  public mutating func addConstant(_ tensor: Tensor, name: String = "") -> ValueID {
    let value = makeValue(tensor.shape, name: name)
    constants[value] = tensor
    return value
  }

  /// Appends a node and returns its outputs.
  ///
  /// - Throws: `ShapeError` when the operation does not accept inputs of these shapes.
  public mutating func append(_ operation: any Operation, _ inputs: [ValueID], name: String = "") throws -> [ValueID] {
    precondition(inputs.allSatisfy { shapes.indices.contains($0.index) }, "Graph: unknown input among \(inputs)")
    let outputShapes = try operation.outputShapes(for: inputs.map(shape(of:)))
    try Graph.checkSizes(outputShapes, of: operation)
    let outputs = outputShapes.map { makeValue($0, name: "") }
    nodes.append(Node(operation: operation, inputs: inputs, outputs: outputs, name: name))
    return outputs
  }

  /// Appends a node that has one output.
  public mutating func callAsFunction(
    _ operation: any Operation, _ inputs: ValueID..., name: String = ""
  ) throws -> ValueID {
    try append(operation, inputs, name: name)[0]
  }

  mutating func makeValue(_ shape: [Int], name: String) -> ValueID {
    let value = ValueID(shapes.count)
    shapes.append(shape)
    if !name.isEmpty { names[value] = name }
    return value
  }
}
