public import Graphs
import Tensors

/// One operation with attributes and shapes that exercise its arithmetic, for tests of derivatives and of backends.
///
/// The lists (`OperationCase.all` and one per family) hold every attribute combination that changes what is computed.
public struct OperationCase: Sendable, CustomStringConvertible {
  public let name: String
  public let operation: any Operation
  public let shapes: [[Int]]
  /// The inputs with respect to which the operation has a derivative.
  public var differentiable = [0]
  /// The inputs that are constants in networks: weights, scales, conditions.
  public var constants: [Int] = []
  /// Where random inputs are drawn from.
  public var range = -1.0...1.0
  /// Inputs that must not be random.
  public var values: [Int: DoubleTensor] = [:]
  /// How many of the operation's outputs are results; a recurrent layer's reserve is none.
  public var outputCount: Int?

  public init(_ name: String, _ operation: any Operation, _ shapes: [Int]...) {
    self.init(name, operation, shapes: shapes)
  }

  public init(_ name: String, _ operation: any Operation, shapes: [[Int]]) {
    self.name = name
    self.operation = operation
    self.shapes = shapes
  }

  public var description: String { "\(operation): \(name)" }

  func with(_ change: (inout OperationCase) -> Void) -> OperationCase {
    var copy = self
    change(&copy)
    return copy
  }

  /// Values for all inputs, constants included; all of them exact in `Float`.
  public var allInputs: [DoubleTensor] {
    shapes.enumerated().map { place, shape in
      values[place]
        ?? DoubleTensor(shape: shape, seed: 17 &+ UInt64(place), in: range).map { Double(Float($0)) }
    }
  }

  /// Values for the inputs of `graph(weightsAreConstant: true)`.
  public var inputs: [DoubleTensor] {
    allInputs.enumerated().filter { !constants.contains($0.offset) }.map(\.element)
  }

  /// The graph of this one operation; weights are constants of the graph, or further inputs.
  public func graph(weightsAreConstant: Bool = true) throws -> Graph {
    var graph = Graph()
    let operands = allInputs.enumerated().map { place, value in
      weightsAreConstant && constants.contains(place)
        ? graph.addConstant(value.tensor) : graph.addInput(shape: value.shape)
    }
    let outputs = try graph.append(operation, operands, name: name)
    graph.outputs = Array(outputs.prefix(outputCount ?? outputs.count))
    return graph
  }

  public static var all: [OperationCase] {
    elementwise + convolutions + transposedConvolutions + pools + products + reductions + arrangements + pads + resizes
      + rows + batchNormalizations + recurrents
  }
}
