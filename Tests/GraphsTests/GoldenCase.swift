import Foundation
import Graphs
import TestSupport

/// One case of Fixtures/goldens.json: what another program computed (see generate_goldens.py).
struct GoldenCase: Decodable, Sendable, CustomStringConvertible {
  struct Array: Decodable, Sendable {
    let shape: [Int]
    let values: [Double]
    var tensor: DoubleTensor { DoubleTensor(shape: shape, scalars: values) }
  }

  let name: String
  let operation: String
  let inputs: [Array]
  let outputs: [Array]
  /// With `gradient`, that of the first input.
  let cotangents: [Array]?
  let gradient: Array?

  let function: String?
  /// Whether the inputs are the operation's in reverse order.
  let swaps: Bool?
  let axes: [Int]?
  let epsilon: Float?
  let kernel, strides, padBefore, padAfter, dilations: [Int]?
  let groups: Int?
  let roundsUp, countsPadding: Bool?
  let mode: String?
  let extents: [Int]?
  let scales: [Float]?
  let transformation, rounding: String?
  let direction, activation: String?
  let hidden: Int?
  let linearBeforeReset: Bool?

  var description: String { "\(operation): \(name)" }

  static func load() throws -> [GoldenCase] {
    guard let url = Bundle.module.url(forResource: "goldens", withExtension: "json", subdirectory: "Fixtures") else {
      throw CocoaError(.fileNoSuchFile)
    }
    return try JSONDecoder().decode([GoldenCase].self, from: Data(contentsOf: url))
  }

  /// The graph of the operation, with all inputs in the order of the file.
  func graph() throws -> Graph {
    var graph = Graph()
    let operands = inputs.map { graph.addInput(shape: $0.shape) }
    let ordered = swaps == true ? operands.reversed() : operands
    graph.outputs = try Swift.Array(graph.append(makeOperation(), ordered).prefix(outputs.count))
    return graph
  }
}
