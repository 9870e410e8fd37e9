import Foundation
import Graphs
import Networks
import Tensors

/// What 'chaff networks' says of a network.
struct NetworkDescription: Encodable {
  struct LayerDescription: Encodable {
    let name: String
    let operation: String
    /// Of the result for one sample; networks that fold time into the batch have it in the first place.
    let shape: [Int]
  }

  let name: String
  let summary: String
  let input: [Int]
  let axes: [String]
  let output: [Int]
  let parameters: Int
  /// Multiplications, each with an addition, of one sample's forward pass.
  let multiply_adds: Int
  let layers: [LayerDescription]

  init(of network: any Architecture) throws {
    let kind = type(of: network)
    let specification = try network.specification()
    let graph = try network.graph(.deployed(specification.initialParameters(seed: 0)), batch: 1).graph
    (name, summary) = (kind.identifier, kind.summary)
    (input, axes, output) = (network.inputShape, network.inputAxes.map(\.rawValue), network.outputShape)
    (parameters, multiply_adds) = (specification.parameterCount, graph.multiplyAddCount)
    layers = graph.layers.map { LayerDescription(name: $0.name, operation: $0.operation, shape: $0.shape) }
  }

  /// Two lines, for the list of all.
  var summaryText: String {
    "\(name): \(summary)\n  [\(axes.joined(separator: ", "))] \(input) -> \(output), \(sizeText)"
  }

  var text: String {
    let width = layers.map(\.name.count).max() ?? 0
    let rows = layers.map { layer in
      "  " + layer.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + "\(layer.shape)  \(layer.operation)"
    }
    return ([summaryText, "Layers, with the shape of their result for one sample:"] + rows).joined(separator: "\n")
  }

  private var sizeText: String {
    let millions = String(format: "%.1f", Double(multiply_adds) / 1e6)
    return "\(parameters) parameters, \(millions) million multiply-adds"
  }
}
