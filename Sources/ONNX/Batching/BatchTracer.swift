import Graphs
import Tensors

/// Follows the batch axis through a graph while it is built, and so proves that no node mixes samples.
///
/// The rules of single operations are in `BatchRuleContext+Rules.swift`. An operation without a rule counts as mixing:
/// the tracer may call a separable graph mixed, never the other way round.
struct BatchTracer: Sendable {
  /// The number of samples.
  let count: Int
  private(set) var placements: [ValueID: BatchPlacement] = [:]
  /// The first node that mixes samples, in words; nil while there is none.
  private(set) var mixing: String?

  init(count: Int) { self.count = count }

  /// Values never recorded are constants.
  func placement(of value: ValueID) -> BatchPlacement { placements[value] ?? .independent }

  mutating func record(input value: ValueID, batchAxis: Int) {
    placements[value] = .along(BatchAxis(axis: batchAxis))
  }

  mutating func noteMixing(_ description: String) { if mixing == nil { mixing = description } }

  mutating func record(_ node: Node, in graph: Graph, label: String) {
    let inputs = node.inputs.map(placement(of:))
    let view = BatchRuleContext(node: node, placements: inputs, graph: graph, count: count)
    let result: [BatchPlacement]
    if inputs.allSatisfy({ $0 == .independent }) {
      result = node.outputs.map { _ in .independent }
    } else if inputs.contains(.mixed) {
      result = node.outputs.map { _ in .mixed }
    } else if let axes = view.outputAxes() {
      result = axes.map { .along($0) }
    } else {
      noteMixing("\(label) mixes samples")
      result = node.outputs.map { _ in .mixed }
    }
    for (output, placement) in zip(node.outputs, result) where placement != .independent {
      placements[output] = placement
    }
  }
}
