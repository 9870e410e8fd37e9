internal import Attacks
internal import Engine
internal import Graphs
internal import Tensors

/// Runs a network on what can change of a sample; the rest was computed once for it.
///
/// One sample at a time, whatever the batch: then no bit of an answer depends on what else is in it, and a plan serves all
/// samples with the same positions. Measured on two cores, the passes of eight samples one by one are as fast as one pass
/// over all of them: what a pass touches stays in the cache.
final class ConeRunner {
  /// A full pass is taken where a cone costs more than this share of it.
  static let worthwhileShare = 0.85

  private unowned let runner: ModelRunner
  /// Nil for positions whose cone is not worth it.
  private var cones: [InputCut: Cone?] = [:]
  private var plans = PlanCache<PlanKey>(byteLimit: 1 << 30)
  private var keptActivations = KeptActivations<PlanKey>(byteLimit: 1 << 26)
  private var wholeWork: Double?

  private struct Cone {
    let graph: ConeGraph
    /// Estimated work of a forward and a backward pass, as a share of the whole network's.
    let share: Double
  }

  private struct PlanKey: Hashable {
    enum Kind { case base, forward, gradient }
    let cut: InputCut
    let kind: Kind
    let precision: Precision
  }

  init(_ runner: ModelRunner) { self.runner = runner }

  /// The cheapest cut around a region; nil where a full pass is better.
  func cut(around region: Region) throws -> InputCut? {
    guard region.shape == runner.inputShape else { return nil }
    let shares = try InputCut.all(around: region).compactMap { cut in try cone(cut).map { (cut, $0.share) } }
    return shares.min { $0.1 < $1.1 }?.0
  }

  /// What passes over a sample need of its activations.
  func kept(of clean: Tensor, _ cut: InputCut, precision: Precision) throws -> [Tensor] {
    let base = try existing(cut).base
    guard !base.outputs.isEmpty else { return [] }
    let key = PlanKey(cut: cut, kind: .base, precision: precision)
    if let known = keptActivations.find(clean, for: key) { return known }
    let made = try plan(key, base).forward([clean.reshaped([1] + clean.shape)])
    keptActivations.insert(made, of: clean, for: key)
    return made
  }

  /// As `ModelRunner.forward`, for one sample of a batch and what `kept(of:_:precision:)` gave for it.
  func forward(
    _ inputs: Tensor, sample: Int, _ cut: InputCut, kept: [Tensor], precision: Precision
  ) throws -> Tensor {
    let split = try existing(cut)
    let plan = try plan(PlanKey(cut: cut, kind: .forward, precision: precision), split.cone)
    return try plan.forward([inputs.selecting(split.window, alongAxis: split.axis, ofSample: sample)] + kept)[0]
  }

  /// As `ModelRunner.gradient`, likewise; the gradient is written into the cut of the sample's, the rest of which is left.
  func gradient(
    at inputs: Tensor, sample: Int, _ cut: InputCut, kept: [Tensor], precision: Precision, into gradient: inout Tensor,
    cotangent: (_ outputs: Tensor) throws -> Tensor
  ) throws -> Tensor {
    let split = try existing(cut)
    let plan = try plan(PlanKey(cut: cut, kind: .gradient, precision: precision), split.cone)
    let window = inputs.selecting(split.window, alongAxis: split.axis, ofSample: sample)
    let outputs = try plan.forward([window] + kept)[0]
    let found = try plan.pullback([try cotangent(outputs)])[0]
    let (changing, start) = (split.changing, split.window.lowerBound)
    let inside = changing.lowerBound - start..<changing.upperBound - start
    gradient.replace(
      changing, alongAxis: split.axis, ofSample: sample, with: found.selecting(inside, alongAxis: split.axis))
    return outputs
  }

  private func plan(_ key: PlanKey, _ graph: Graph) throws -> Plan {
    if let known = plans[key] { return known }
    let made = try Plan(
      compiling: graph, gradientTargets: key.kind == .gradient ? [graph.inputs[0]] : [], precision: key.precision,
      recomputes: runner.recomputes)
    plans.insert(made, weights: graph.constants.values.reduce(0) { $0 + $1.count }, for: key)
    return made
  }

  // MARK: Cones

  private func existing(_ cut: InputCut) throws -> ConeGraph {
    guard let cone = try cone(cut) else { throw ConeUnavailable(cut: cut) }
    return cone.graph
  }

  private func cone(_ cut: InputCut) throws -> Cone? {
    if let known = cones[cut] { return known }
    let made = try makeCone(cut)
    cones[cut] = .some(made)
    return made
  }

  private func makeCone(_ cut: InputCut) throws -> Cone? {
    guard let graph = try runner.graph.cone(ofPositions: cut.positions, alongAxis: cut.axis + 1) else { return nil }
    let share = try work(graph.cone) / whole()
    return share < Self.worthwhileShare ? Cone(graph: graph, share: share) : nil
  }

  private func whole() throws -> Double {
    if let wholeWork { return wholeWork }
    let found = try work(runner.graph)
    wholeWork = found
    return found
  }

  private func work(_ graph: Graph) throws -> Double {
    let derivative = try graph.differentiated(withRespectTo: [graph.inputs[0]])
    return Double(derivative.graph.pruned().graph.estimatedWork)
  }
}

/// A fixed part was made by another victim, or for positions that this one has no cone for.
struct ConeUnavailable: Error, CustomStringConvertible {
  let cut: InputCut
  var description: String {
    "there is no cone for positions \(cut.positions) of axis \(cut.axis): the fixed part is another victim's"
  }
}
