public import Graphs
public import Tensors

/// A graph compiled for its shapes: forward passes, and input gradients of any loss through a pullback.
///
///     let logits = try plan.forward([input])[0]          // keeps what the pullback needs
///     let gradient = try plan.pullback([cotangent])[0]   // ∂ Σ cotangent·logits / ∂ input
///
/// Weights are packed once, batch normalisation is folded, activations are fused, tensors stay channels-last between
/// layers, and all of them share one block of memory. A plan is used by one thread at a time; it spreads its own work
/// over the cores.
public final class Plan {
  public let inputShapes: [[Int]]
  /// The shapes of the graph's outputs, then of the taps.
  public let outputShapes: [[Int]]
  public let gradientShapes: [[Int]]
  public let precision: Precision
  /// Memory that recomputation saves, in bytes; 0 where nothing is run again.
  public let savedByteCount: Int
  let program: Program
  private let arena: Arena
  private let constants: Arena
  private let memories: [KernelMemory]
  private let addresses: [UnsafeMutablePointer<Float>?]
  private var forwardIsCurrent = false
  /// Times every step while a profile is taken.
  var stopwatch: StepStopwatch?

  /// Compiles a graph.
  ///
  /// - Parameters:
  ///   - graph: a function of tensors; its shapes include the batch.
  ///   - taps: intermediate values to return after the outputs (for explanations).
  ///   - gradientTargets: the values whose gradients `pullback` returns; the graph's inputs if nil. Empty compiles no
  ///     derivative.
  ///   - precision: what convolutions and matrix products multiply; inputs, outputs, taps and gradients are Float
  ///     either way.
  ///   - recomputes: whether forward steps are run again in the pullback, with the same results bit for bit, where keeping
  ///     theirs takes more memory; a pullback then takes up to one forward pass longer. Without effect where it saves less
  ///     than a twentieth, and where there is no derivative.
  /// - Throws: `EngineError` if an operation, or the precision, cannot be run; `DifferentiationError` if an operation has
  ///   no derivative.
  public convenience init(
    compiling graph: Graph, taps: [ValueID] = [], gradientTargets: [ValueID]? = nil, precision: Precision = .f32,
    recomputes: Bool = false
  ) throws {
    try self.init(
      compiling: graph, taps: taps, gradientTargets: gradientTargets, precision: precision,
      algorithms: precision == .exact ? .always(.direct) : .measured,
      recomputation: recomputes ? .whereItSaves : .never)
  }

  package init(
    compiling graph: Graph, taps: [ValueID] = [], gradientTargets: [ValueID]? = nil, precision: Precision = .f32,
    algorithms: AlgorithmChoice, recomputation: RecomputationChoice = .never
  ) throws {
    guard precision.isAvailable else {
      throw EngineError("plan", "this processor has no \(precision) arithmetic (AVX-512-BF16 or AMX); use f32")
    }
    self.precision = precision
    let targets = gradientTargets ?? graph.inputs
    let (rewritten, located) = try Self.rewritten(graph, keeping: graph.outputs + taps + targets)
    let lowered = try Self.program(
      rewritten, outputs: Array(located.dropLast(targets.count)),
      gradientTargets: Array(located.suffix(targets.count)), (precision, algorithms))
    program = lowered.recomputing(recomputation)
    inputShapes = graph.inputs.map { graph.shape(of: $0) }
    outputShapes = (graph.outputs + taps).map { graph.shape(of: $0) }
    gradientShapes = targets.map { graph.shape(of: $0) }
    let map = MemoryMap(program)
    let saved = program.hasRepetitions ? MemoryMap(lowered).totalCount - map.totalCount : 0
    savedByteCount = saved * MemoryLayout<Float>.stride
    let scratch = program.steps.map(\.kernel.scratchCount).max() ?? 0
    arena = try Arena(count: map.totalCount + scratch)
    (constants, addresses) = try Self.placed(program, map, arena)
    memories = Self.memories(program, addresses, scratch: arena.base + map.totalCount)
  }

  /// The graph with what is done before it is differentiated, and where the values `kept` went.
  private static func rewritten(
    _ graph: Graph, keeping kept: [ValueID]
  ) throws -> (graph: Graph, kept: [ValueID]) {
    let rewrites: [(Graph, Set<ValueID>) throws -> RewrittenGraph] = [
      { try $0.foldingChannelAffines(keeping: $1) }, { try $0.movingPointwiseConvolutions(keeping: $1) },
      { try $0.composingSlices(keeping: $1) },
    ]
    return try rewrites.reduce((graph, kept)) { found, rewrite in
      let made = try rewrite(found.graph, Set(found.kept))
      return (made.graph, try found.kept.map { try made.located($0) })
    }
  }

  private static func program(
    _ graph: Graph, outputs: [ValueID], gradientTargets: [ValueID],
    _ arithmetic: (precision: Precision, algorithms: AlgorithmChoice)
  ) throws -> Program {
    guard !gradientTargets.isEmpty else {
      return try Lowering.program(
        for: graph, outputs: outputs, cotangents: [], gradients: [], precision: arithmetic.precision,
        algorithms: arithmetic.algorithms)
    }
    let derivative = try graph.differentiated(withRespectTo: gradientTargets)
    return try Lowering.program(
      for: derivative.graph, outputs: outputs, cotangents: derivative.cotangents, gradients: derivative.gradients,
      precision: arithmetic.precision, algorithms: arithmetic.algorithms)
  }

  /// Runs the graph.
  ///
  /// - Returns: the outputs, then the taps.
  public func forward(_ inputs: [Tensor]) throws -> [Tensor] {
    precondition(inputs.map(\.shape) == inputShapes, "Plan: inputs \(inputs.map(\.shape)), expected \(inputShapes)")
    for (buffer, tensor) in zip(program.inputs, inputs) { write(tensor, to: buffer) }
    try run(0..<program.boundary)
    forwardIsCurrent = true
    return zip(program.outputs, outputShapes).map { read($0, shape: $1) }
  }

  /// The gradients of `Σ cotangents · outputs` (graph outputs only, not taps) at the inputs of the last `forward`.
  ///
  /// Once per forward pass: the backward pass reuses the memory of the activations.
  public func pullback(_ cotangents: [Tensor]) throws -> [Tensor] {
    precondition(forwardIsCurrent, "Plan: a pullback needs a forward pass of its own before it")
    precondition(cotangents.count == program.cotangents.count, "Plan: \(cotangents.count) cotangents")
    for (buffer, tensor) in zip(program.cotangents, cotangents) { write(tensor, to: buffer) }
    forwardIsCurrent = false
    try run(program.boundary..<program.steps.count)
    return zip(program.gradients, gradientShapes).map { read($0, shape: $1) }
  }

  /// Memory held by activations, gradients and scratch, in bytes; packed weights come on top.
  public var arenaByteCount: Int { arena.count * MemoryLayout<Float>.stride }

  /// Memory held by constants, and by weights that kernels have packed for themselves, in bytes.
  package var weightByteCount: Int {
    let packed = program.steps.reduce(0) { $0 + ($1.isRepeated ? 0 : $1.kernel.work.packedBytes) }
    return constants.count * MemoryLayout<Float>.stride + packed
  }

  /// The forward steps that are run again in the pullback.
  public var repeatedStepCount: Int { program.steps.count { $0.isRepeated } }

  private func run(_ range: Range<Int>) throws {
    for index in range {
      stopwatch?.begin()
      do { try program.steps[index].kernel.run(memories[index]) } catch {
        throw EngineError(program.steps[index].label, error.description)
      }
      stopwatch?.end(index)
    }
  }
}

// MARK: - Memory

extension Plan {
  private typealias Address = UnsafeMutablePointer<Float>

  /// The address of every buffer: constants in a block of their own, the rest in the arena.
  private static func placed(
    _ program: Program, _ map: MemoryMap, _ arena: Arena
  ) throws -> (constants: Arena, addresses: [Address?]) {
    let used = Set(program.steps.flatMap(\.inputs) + program.outputs + program.gradients)
    let held = program.constants.filter { used.contains($0.key) }.sorted { $0.key.index < $1.key.index }
    let constants = try Arena(count: held.reduce(0) { $0 + MemoryMap.rounded($1.value.count) })
    var addresses = map.offsets.map { $0.map { arena.base + $0 } }
    var next = constants.base
    for (buffer, scalars) in held {
      next.update(from: scalars, count: scalars.count)
      addresses[buffer.index] = next
      next += MemoryMap.rounded(scalars.count)
    }
    return (constants, addresses)
  }

  private static func memories(_ program: Program, _ addresses: [Address?], scratch: Address) -> [KernelMemory] {
    func address(_ buffer: BufferID) -> Address {
      guard let address = addresses[buffer.index] else {
        preconditionFailure("Plan: buffer \(buffer.index) was given no memory")
      }
      return address
    }
    return program.steps.map { step in
      KernelMemory(
        inputs: step.inputs.map { UnsafePointer(address($0)) }, outputs: step.outputs.map(address), scratch: scratch)
    }
  }

  private func write(_ tensor: Tensor, to buffer: BufferID) {
    // An input that nothing reads has no memory.
    guard let address = addresses[buffer.index] else { return }
    tensor.withUnsafeScalars { scalars in
      if let source = scalars.baseAddress { address.update(from: source, count: scalars.count) }
    }
  }

  private func read(_ buffer: BufferID, shape: [Int]) -> Tensor {
    guard let address = addresses[buffer.index] else { return Tensor(shape: shape) }
    return Tensor(shape: shape, scalars: Array(UnsafeBufferPointer(start: address, count: shape.product)))
  }
}
