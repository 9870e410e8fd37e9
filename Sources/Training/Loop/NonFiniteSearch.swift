internal import Engine
internal import Graphs
internal import Networks
internal import Tensors

/// Finds where the first number that is not finite came up, once a step has gone wrong.
///
/// Slow (layer by layer, each compiled anew), and only ever run once.
struct NonFiniteSearch {
  let network: TrainableNetwork
  let step: Int

  /// Looks at the batch as the network was given it, at the parameters, then at the gradients or, where those are nil
  /// because the loss itself was not finite, at the activations.
  func failure(_ examples: [Example], inputs: Tensor, masks: [Tensor], gradients: [Tensor]?) -> TrainingFailure {
    let names = network.specification.parameters.map(\.name)
    if let index = inputs.samples.firstIndex(where: \.isNotFinite) {
      return found(.input, examples[index % max(examples.count, 1)].id)
    }
    if let index = network.parameters.firstIndex(where: \.isNotFinite) { return found(.parameter, names[index]) }
    if let gradients {
      let index = gradients.lastIndex(where: \.isNotFinite) ?? 0
      return found(.gradient, names[index])
    }
    if let layer = firstLayer([inputs] + network.parameters + masks) { return found(.activation, layer) }
    return found(.loss, "loss")
  }

  private func found(_ kind: TrainingFailure.Kind, _ name: String) -> TrainingFailure {
    TrainingFailure(step: step, kind: kind, name: name)
  }

  /// The first layer, in the order in which they are run, whose result is not finite.
  private func firstLayer(_ inputs: [Tensor]) -> String? {
    let graph = network.graph.graph
    for node in graph.nodes {
      guard let output = node.outputs.first, graph.shape(of: output).first == network.batch,
        let plan = try? Plan(compiling: graph, taps: [output], gradientTargets: []),
        let result = try? plan.forward(inputs).last, result.isNotFinite
      else { continue }
      return node.name.isEmpty ? "\(type(of: node.operation)) (\(output))" : node.name
    }
    return nil
  }
}

extension Tensor {
  /// Whether any number is infinite or no number.
  var isNotFinite: Bool { withUnsafeScalars { scalars in scalars.contains { !$0.isFinite } } }
}
