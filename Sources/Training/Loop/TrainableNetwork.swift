internal import Engine
internal import Graphs
internal import Networks
internal import Tensors

/// A network's numbers, and its compiled training form.
///
/// Parameters and running statistics are lists in the order of the specification.
final class TrainableNetwork {
  let architecture: any Architecture
  let specification: NetworkSpecification
  var parameters: [Tensor]
  /// Mean, variance of each normalisation.
  private(set) var statistics: [Tensor]
  private let form: NetworkGraph
  private let plan: Plan
  /// How many numbers of a batch go into each mean: `N · spatial`, one a normalisation.
  private let statisticCounts: [Int]

  /// Compiles the training form for passes of `batch` inputs (TRADES: twice the batch).
  init(_ architecture: any Architecture, weights: ParameterSet, batch: Int) throws {
    self.architecture = architecture
    specification = try architecture.specification()
    try specification.check(weights)
    parameters = try weights.tensors(named: specification.parameters.map(\.name))
    statistics = try weights.tensors(named: specification.runningStatistics)
    form = try architecture.graph(.training, batch: batch)
    plan = try Plan(compiling: form.graph, taps: form.batchStatistics, gradientTargets: form.parameters)
    statisticCounts = Self.counts(form)
  }

  var graph: NetworkGraph { form }
  var batch: Int { form.graph.shape(of: form.input)[0] }
  var masks: [DropoutMask] { form.dropoutMasks }

  /// What one forward and one backward pass give.
  struct Pass {
    let logits: Tensor
    let gradients: [Tensor]
    let batchStatistics: [Tensor]
  }

  /// Runs both ways; `cotangent` makes `∂loss/∂logits` from the logits.
  func pass(_ inputs: Tensor, masks: [Tensor], cotangent: (Tensor) throws -> Tensor) throws -> Pass {
    let outputs = try plan.forward([inputs] + parameters + masks)
    let gradients = try plan.pullback([try cotangent(outputs[0])])
    return Pass(logits: outputs[0], gradients: gradients, batchStatistics: Array(outputs.dropFirst()))
  }

  /// `r ← 0.9 r + 0.1 b`, with the unbiased variance of the batch, as PyTorch.
  func updateStatistics(_ batch: [Tensor]) {
    for index in statistics.indices {
      let count = Float(statisticCounts[index / 2])
      let correction = index % 2 == 1 && count > 1 ? count / (count - 1) : 1
      statistics[index].withUnsafeMutableScalars { running in
        batch[index].withUnsafeScalars { current in
          for place in running.indices {
            running[place] = 0.9 * running[place] + 0.1 * (correction * current[place])
          }
        }
      }
    }
  }

  func restore(parameters: [Tensor], statistics: [Tensor]) {
    self.parameters = parameters
    self.statistics = statistics
  }

  /// All numbers under their names.
  func parameterSet(_ tensors: [Tensor]? = nil) -> ParameterSet {
    let names = specification.parameters.map(\.name) + specification.runningStatistics
    return ParameterSet(zip(names, tensors ?? parameters + statistics).map { (name: $0, tensor: $1) })
  }

  private static func counts(_ form: NetworkGraph) -> [Int] {
    stride(from: 0, to: form.batchStatistics.count, by: 2).map { index in
      let mean = form.batchStatistics[index]
      guard let node = form.graph.nodes.first(where: { $0.outputs.contains(mean) }) else { return 1 }
      return form.graph.shape(of: node.inputs[0]).product / max(form.graph.shape(of: mean).product, 1)
    }
  }
}
