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

  /// - Parameters:
  ///   - name: of an architecture or a preset.
  ///   - network: what it stands for.
  /// - Throws: what the network says of settings that it cannot be built with.
  init(named name: String, of network: any Architecture) throws {
    let specification = try network.specification()
    let graph = try network.graph(.deployed(Self.anyParameters(specification)), batch: 1).graph
    self.name = name
    summary = NetworkPreset.all.first { $0.name == name }?.summary ?? type(of: network).summary
    (input, axes, output) = (network.inputShape, network.inputAxes.map(\.rawValue), network.outputShape)
    (parameters, multiply_adds) = (specification.parameterCount, graph.multiplyAddCount)
    layers = graph.layers.map { LayerDescription(name: $0.name, operation: $0.operation, shape: $0.shape) }
  }

  /// Ones, which are quicker had than drawn: the shapes alone matter.
  private static func anyParameters(_ specification: NetworkSpecification) -> ParameterSet {
    var set = ParameterSet(
      specification.parameters.map { (name: $0.name, tensor: Tensor(repeating: 1, shape: $0.shape)) })
    for normalization in specification.normalizations {
      for name in [normalization.runningMean, normalization.runningVariance] {
        set[name] = Tensor(repeating: 1, shape: [normalization.channels])
      }
    }
    return set
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
