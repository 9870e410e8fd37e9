internal import Attacks
internal import Engine
internal import Graphs
internal import Tensors

/// Runs a network on what can change of its samples; the rest was computed once for each.
///
/// Which positions can change is a property of a sample alone. Samples with the same ones go through one plan together.
final class ConeRunner {
  /// A full pass is taken where a cone costs more than this share of it.
  static let worthwhileShare = 0.85

  private unowned let runner: ModelRunner
  /// Nil for positions whose cone is not worth it, or cannot be run.
  private var cuts: [InputCut: Split?] = [:]
  private var plans = PlanCache<PlanKey>(byteLimit: 512 << 20)
  private var wholeWork: Double?

  /// A cone and what it costs.
  private struct Split {
    let ofOne: ConeGraph
    /// For each piece, its runs of memory for each sample.
    let runs: [Int]
    /// Estimated work of a forward and a backward pass, as a share of the whole network's.
    let share: Double
  }

  private struct PlanKey: Hashable {
    enum Kind { case base, forward, gradient }
    let cut: InputCut
    let kind: Kind
    let batch: Int
    let precision: Precision
  }

  init(_ runner: ModelRunner) { self.runner = runner }

  /// The cheapest cut around a region; nil where a full pass is better.
  func cut(around region: Region) throws -> InputCut? {
    guard region.shape == runner.inputShape else { return nil }
    let shares = try InputCut.all(around: region).compactMap { cut in try split(cut).map { (cut, $0.share) } }
    return shares.min { $0.1 < $1.1 }?.0
  }

  /// What passes over a sample need of its activations, computed with a batch of its own in f32.
  func kept(of clean: Tensor, _ cut: InputCut) throws -> [Tensor] {
    let split = try existing(cut)
    guard !split.ofOne.base.outputs.isEmpty else { return [] }
    let plan = try plan(PlanKey(cut: cut, kind: .base, batch: 1, precision: .f32), split.ofOne.base)
    return try plan.forward([clean.reshaped([1] + clean.shape)])
  }

  /// As `ModelRunner.forward`; `kept` has what `kept(of:_:)` gave for each sample.
  func forward(_ inputs: Tensor, _ cut: InputCut, kept: [[Tensor]], precision: Precision = .f32) throws -> Tensor {
    try runner.inChunks(inputs) { chunk, rows in
      let (split, plan) = try prepared(cut, .forward, rows.indices.count, precision)
      return [try plan.forward(operands(chunk, split, plan, rows.indices.map { kept[$0] }))[0]]
    }[0]
  }

  /// As `ModelRunner.gradient`; zero outside the cut.
  func gradient(
    at inputs: Tensor, _ cut: InputCut, kept: [[Tensor]], precision: Precision,
    cotangent: (_ outputs: Tensor, _ samples: Range<Int>) throws -> Tensor
  ) throws -> (outputs: Tensor, gradient: Tensor) {
    let result = try runner.inChunks(inputs) { chunk, rows in
      let (split, plan) = try prepared(cut, .gradient, rows.indices.count, precision)
      let outputs = try plan.forward(operands(chunk, split, plan, rows.indices.map { kept[$0] }))[0]
      let gradient = try plan.pullback([try runner.paddedCotangent(outputs, rows.samples, cotangent)])[0]
      let (changing, start) = (split.ofOne.changing, split.ofOne.window.lowerBound)
      return [
        outputs,
        gradient.placing(
          changing.lowerBound - start..<changing.upperBound - start, alongAxis: cut.axis + 1,
          at: changing.lowerBound, of: runner.inputShape[cut.axis]),
      ]
    }
    return (result[0], result[1])
  }

  // MARK: Plans

  private func prepared(
    _ cut: InputCut, _ kind: PlanKey.Kind, _ batch: Int, _ precision: Precision
  ) throws -> (Split, Plan) {
    let split = try existing(cut)
    let key = PlanKey(cut: cut, kind: kind, batch: batch, precision: precision)
    if let known = plans[key] { return (split, known) }
    let cone = batch == 1 ? split.ofOne : try coneGraph(cut, batch: batch)
    guard let cone else { throw ConeUnavailable(cut: cut) }
    return (split, try plan(key, cone.cone))
  }

  private func plan(_ key: PlanKey, _ graph: Graph) throws -> Plan {
    if let known = plans[key] { return known }
    let made = try Plan(
      compiling: graph, gradientTargets: key.kind == .gradient ? [graph.inputs[0]] : [], precision: key.precision)
    plans.insert(made, for: key)
    return made
  }

  /// The window of every sample, then the pieces, each joined over the samples as a batch has it.
  private func operands(_ chunk: Tensor, _ split: Split, _ plan: Plan, _ kept: [[Tensor]]) -> [Tensor] {
    let window = chunk.selecting(split.ofOne.window, alongAxis: split.ofOne.axis)
    return [window]
      + split.runs.enumerated().map { piece, runs in
        var scalars: [Float] = []
        scalars.reserveCapacity(plan.inputShapes[piece + 1].product)
        for run in 0..<runs {
          for sample in kept {
            let length = sample[piece].count / runs
            scalars += sample[piece].scalars[run * length..<(run + 1) * length]
          }
        }
        return Tensor(shape: plan.inputShapes[piece + 1], scalars: scalars)
      }
  }

  // MARK: Cones

  private func existing(_ cut: InputCut) throws -> Split {
    guard let split = try split(cut) else { throw ConeUnavailable(cut: cut) }
    return split
  }

  private func split(_ cut: InputCut) throws -> Split? {
    if let known = cuts[cut] { return known }
    let made = try makeSplit(cut)
    cuts[cut] = .some(made)
    return made
  }

  private func makeSplit(_ cut: InputCut) throws -> Split? {
    guard let one = try coneGraph(cut, batch: 1) else { return nil }
    let share = try work(one.cone) / whole()
    guard share < Self.worthwhileShare else { return nil }
    var runs = one.base.outputs.map { _ in 1 }
    if runner.largestBatch > 1 {
      guard let two = try coneGraph(cut, batch: 2), let found = two.runsOfPieces, found.count == runs.count else {
        return nil
      }
      runs = found
    }
    return Split(ofOne: one, runs: runs, share: share)
  }

  private func coneGraph(_ cut: InputCut, batch: Int) throws -> ConeGraph? {
    try runner.graph(batch: batch).cone(ofPositions: cut.positions, alongAxis: cut.axis + 1)
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
