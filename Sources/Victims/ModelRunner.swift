public import Engine
public import Graphs
public import Tensors

/// Runs a network on batches of any size: one compiled plan per batch size met, sample by sample where the network
/// allows no more.
///
/// `inputs` are `[N] + inputShape`, outputs `[N] + outputShape`, as the network gives them. One thread at a time.
public final class ModelRunner {
  /// Makes the graph for a batch of the given size.
  public typealias GraphSource = (_ batch: Int) throws -> Graph

  public let inputShape: [Int]
  public let outputShape: [Int]
  /// The largest batch that is run at once; larger ones are cut.
  public let largestBatch: Int
  /// Whether gradients run forward steps again rather than keep what they make (`Plan`): less memory, more time, the
  /// same bits.
  public let recomputes: Bool
  private let makeGraph: GraphSource
  private var plans: [PlanKey: Plan] = [:]
  private var graphs: [Int: Graph] = [:]
  /// The same network on what can change of a sample.
  private(set) lazy var cones = ConeRunner(self)

  private struct PlanKey: Hashable {
    let batch: Int
    let layer: String?
    let hasGradient: Bool
    let precision: Precision
  }

  /// Makes the graph for one sample, to learn its shapes.
  ///
  /// No batch larger than `largestBatch` is run at once: 1 for a network that does not keep samples apart. `makeGraph`
  /// has one input `[N] + inputShape` and one output `[N] + outputShape`.
  public init(largestBatch: Int, recomputes: Bool = false, makeGraph: @escaping GraphSource) throws {
    self.largestBatch = largestBatch
    self.recomputes = recomputes
    self.makeGraph = makeGraph
    let graph = try makeGraph(1)
    graphs[1] = graph
    inputShape = Array(graph.shape(of: graph.inputs[0]).dropFirst())
    outputShape = Array(graph.shape(of: graph.outputs[0]).dropFirst())
  }

  public func forward(_ inputs: Tensor, precision: Precision = .f32) throws -> Tensor {
    try inChunks(inputs) { chunk, _ in
      let key = PlanKey(batch: chunk.batchCount, layer: nil, hasGradient: false, precision: precision)
      return [try plan(key).forward([chunk])[0]]
    }[0]
  }

  /// The outputs, and the input gradient of `Σ cotangent · output`.
  ///
  /// `cotangent` makes the cotangents of `samples`, a range of the batch, from their outputs.
  public func gradient(
    at inputs: Tensor, precision: Precision = .f32,
    cotangent: (_ outputs: Tensor, _ samples: Range<Int>) throws -> Tensor
  ) throws -> (outputs: Tensor, gradient: Tensor) {
    let result = try inChunks(inputs) { chunk, samples in
      let plan = try plan(
        PlanKey(batch: chunk.batchCount, layer: nil, hasGradient: true, precision: precision))
      let outputs = try plan.forward([chunk])[0]
      return [outputs, try plan.pullback([try paddedCotangent(outputs, samples, cotangent)])[0]]
    }
    return (result[0], result[1])
  }

  /// The outputs, the activation of a layer, and the gradient of `Σ cotangent · output` with respect to it.
  public func layerGradient(
    at inputs: Tensor, layer: String, cotangent: (_ outputs: Tensor, _ samples: Range<Int>) throws -> Tensor
  ) throws -> (outputs: Tensor, activation: Tensor, gradient: Tensor) {
    let result = try inChunks(inputs) { chunk, samples in
      let plan = try plan(PlanKey(batch: chunk.batchCount, layer: layer, hasGradient: true, precision: .f32))
      let made = try plan.forward([chunk])
      return [made[0], made[1], try plan.pullback([try paddedCotangent(made[0], samples, cotangent)])[0]]
    }
    return (result[0], result[1], result[2])
  }

  /// The plan that gradients of this many samples are computed with, to be measured.
  public func gradientPlan(batch: Int, precision: Precision = .f32) throws -> Plan {
    try plan(PlanKey(batch: min(batch, largestBatch), layer: nil, hasGradient: true, precision: precision))
  }

  /// The graph for one sample: layers are looked up in it.
  public var graph: Graph {
    get throws { try graph(batch: 1) }
  }

  private func graph(batch: Int) throws -> Graph {
    if let known = graphs[batch] { return known }
    let made = try makeGraph(batch)
    graphs[batch] = made
    return made
  }

  private func plan(_ key: PlanKey) throws -> Plan {
    if let known = plans[key] { return known }
    let graph = try graph(batch: key.batch)
    var taps: [ValueID] = []
    if let layer = key.layer { taps = [try graph.tappedValue(named: layer)] }
    let targets = key.layer == nil ? graph.inputs : taps
    let made = try Plan(
      compiling: graph, taps: taps, gradientTargets: key.hasGradient ? targets : [], precision: key.precision,
      recomputes: recomputes)
    plans[key] = made
    return made
  }
}

// MARK: - Batches

extension ModelRunner {
  /// The batch sizes that plans are made for: a shrinking batch meets few of them.
  private static let planSizes = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]

  /// How so many samples waste least: 9 go as 8 and 1, not as 12 of which 3 are filler.
  ///
  /// A pass is taken to cost as much as its planned size and one sample more. The sizes add up to `count`, the largest first.
  public func passSizes(for count: Int) -> [Int] {
    let planned = Self.planSizes.filter { $0 <= largestBatch }, largest = planned[planned.count - 1]
    var sizes = [Int](repeating: largest, count: count / largest), left = count % largest
    var best: [(cost: Int, size: Int)] = [(0, 0)]
    for samples in 0..<left {
      let costs = planned.map { (cost: $0 + 1 + best[max(0, samples + 1 - $0)].cost, size: min($0, samples + 1)) }
      best.append(costs.reversed().min { $0.cost < $1.cost } ?? (0, 1))
    }
    while left > 0 {
      sizes.append(best[left].size)
      left -= best[left].size
    }
    return sizes
  }

  /// Runs `body` on pieces of the batch, each filled up to a planned size, and joins what belongs to real samples.
  private func inChunks(
    _ inputs: Tensor, _ body: (_ chunk: Tensor, _ samples: Range<Int>) throws -> [Tensor]
  ) throws -> [Tensor] {
    precondition(inputs.sampleShape == inputShape, "ModelRunner: samples \(inputs.sampleShape), expected \(inputShape)")
    precondition(inputs.batchCount > 0, "ModelRunner: an empty batch")
    var parts: [[Tensor]] = []
    for start in stride(from: 0, to: inputs.batchCount, by: largestBatch) {
      let samples = start..<min(start + largestBatch, inputs.batchCount)
      let planned = min(Self.planSizes.first { $0 >= samples.count } ?? samples.count, largestBatch)
      // The filler repeats the last sample: always a legal input.
      let indices = (0..<planned).map { min(samples.lowerBound + $0, samples.upperBound - 1) }
      let chunk = indices.count == inputs.batchCount ? inputs : inputs.selectingSamples(indices)
      parts.append(try body(chunk, samples).map { $0.keepingSamples(samples.count, of: planned) })
    }
    return parts[0].indices.map { output in Tensor(joining: parts.map { $0[output] }) }
  }

  private func paddedCotangent(
    _ outputs: Tensor, _ samples: Range<Int>, _ make: (Tensor, Range<Int>) throws -> Tensor
  ) throws -> Tensor {
    let cotangent = try make(outputs.keepingSamples(samples.count, of: outputs.batchCount), samples)
    guard cotangent.shape != outputs.shape else { return cotangent }
    let missing = outputs.count - cotangent.count
    return Tensor(shape: outputs.shape, scalars: cotangent.scalars + [Float](repeating: 0, count: missing))
  }
}

extension Tensor {
  /// The rows of the first `wanted` of `planned` samples; a layer that folds time into the batch has several rows a sample.
  fileprivate func keepingSamples(_ wanted: Int, of planned: Int) -> Tensor {
    guard wanted < planned else { return self }
    let rows = batchCount / planned * wanted
    return Tensor(shape: [rows] + sampleShape, scalars: Array(scalars.prefix(rows * sampleShape.product)))
  }
}
