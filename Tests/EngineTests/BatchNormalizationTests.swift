import Engine
import Graphs
import Tensors
import TestSupport
import Testing

/// Batch normalisation in training, alone and done together with the relu and the pooling that follow.
@Suite struct BatchNormalizationTests {
  /// Rows and channels that fill wide rows and chunks or do not.
  @Test(arguments: [
    [1, 1], [7, 3], [50, 12], [9, 48], [5, 100], [3, 1100], [30000, 7], [2, 24, 9, 31], [3, 5, 2, 3, 4],
  ])
  func kernelsAgree(_ shape: [Int]) throws {
    let (rows, channels) = (shape.product / shape[1], shape[1])
    let (x, dy) = (Tensor.random(shape, in: 1...3), Tensor.random(shape, seed: 2))
    let (scale, shift) = (Tensor.random([channels], seed: 3), Tensor.random([channels], seed: 4))
    let operation = BatchNormalization(epsilon: 1e-3)
    try expectAgreement(
      of: BatchNormalizationKernel(rows: rows, channels: channels, epsilon: 1e-3), with: operation,
      on: [x, scale, shift], isChannelsLast: true, tolerance: 2e-6)
    let shapes = try operation.outputShapes(for: [shape, [channels], [channels]])
    let outputs = operation.evaluate([x, scale, shift].map(DoubleTensor.init), outputShapes: shapes).map(\.tensor)
    try expectAgreement(
      of: BatchNormalizationGradientKernel(rows: rows, channels: channels, epsilon: 1e-3),
      with: BatchNormalizationGradient(epsilon: 1e-3), on: [x, scale, outputs[1], outputs[2], dy], isChannelsLast: true,
      tolerance: 5e-6)
  }

  /// A mean of 4000 standard deviations: the variance must not come from the difference of two rounded squares.
  @Test func aLargeMeanDoesNotDrownTheVariance() throws {
    let x = Tensor.random([2000, 2], in: 4000...4003.5)
    let kernel = BatchNormalizationKernel(rows: 2000, channels: 2, epsilon: 1e-5)
    let ones = Tensor(repeating: 1, shape: [2])
    let found = try KernelRun.outputs(of: kernel, [x, ones, ones], shapes: [[2000, 2], [2], [2]])
    let expected = BatchNormalization(epsilon: 1e-5).evaluate(
      [x, ones, ones].map(DoubleTensor.init), outputShapes: [[2000, 2], [2], [2]])
    #expect(DoubleTensor(found[2]).relativeError(from: expected[2]) < 1e-6)
    #expect(DoubleTensor(found[0]).relativeError(from: expected[0]) < 1e-3)
  }

  @Test(arguments: [[4, 3], [3, 5, 7], [2, 12, 6, 5], [2, 17, 3, 4, 5]])
  func withARelu(_ shape: [Int]) throws {
    let found = try TrainingConformance(input: shape) { graph, x, random in
      try graph(Unary(.relu), graph.normalized(x, &random))
    }
    #expect(found.agrees, "\(found)")
  }

  struct Pooled: Sendable, CustomTestStringConvertible {
    let shape: [Int]
    let kernel: [Int]
    var testDescription: String { "\(shape), windows of \(kernel)" }

    static let all = [
      Pooled(shape: [2, 12, 6, 8, 10], kernel: [2, 2, 2]), Pooled(shape: [2, 3, 5, 7, 9], kernel: [2, 2, 2]),
      Pooled(shape: [2, 16, 4, 6, 6], kernel: [1, 2, 2]), Pooled(shape: [1, 20, 7, 3, 2], kernel: [3, 1, 1]),
      Pooled(shape: [3, 33, 9, 8], kernel: [3, 2]), Pooled(shape: [3, 2, 6, 5], kernel: [2, 5]),
      Pooled(shape: [4, 1, 13], kernel: [4]), Pooled(shape: [2, 40, 8], kernel: [1]),
    ]
  }

  /// Windows that leave elements over, channels that fill no vector, kernels without extent along an axis.
  @Test(arguments: Pooled.all) func withAReluAndAPool(_ example: Pooled) throws {
    let found = try TrainingConformance(input: example.shape) { graph, x, random in
      try graph.pooled(graph(Unary(.relu), graph.normalized(x, &random)), example.kernel)
    }
    #expect(found.agrees, "\(found)")
  }

  /// Windows that overlap or reach beyond the end are pooled on their own.
  @Test(arguments: [(2, 1, 0, false), (3, 2, 1, false), (2, 2, 0, true)])
  func withAPoolThatDoesNotTile(stride: (kernel: Int, stride: Int, pad: Int, roundsUp: Bool)) throws {
    let window = PoolingWindow(
      of: [stride.kernel, stride.kernel], strides: [stride.stride, stride.stride], before: [stride.pad, stride.pad],
      roundsUp: stride.roundsUp)
    let found = try TrainingConformance(input: [2, 6, 7, 9]) { graph, x, random in
      try graph(MaxPool(window), graph(Unary(.relu), graph.normalized(x, &random)))
    }
    #expect(found.agrees, "\(found)")
  }

  /// A U-Net reads the rectified value a second time.
  @Test func withASkipConnectionBeforeThePool() throws {
    let found = try TrainingConformance(input: [2, 4, 6, 8]) { graph, x, random in
      let skip = try graph(Unary(.relu), graph.normalized(x, &random))
      let pooled = try graph.pooled(skip, [2, 2])
      return try graph.multiply(
        graph(Reduction(.sum, axes: [2, 3], keepsAxes: false), graph(Unary(.tanh), skip)),
        graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), pooled))
    }
    #expect(found.agrees, "\(found)")
  }

  /// Ties in a window send their cotangent to the first element; a scale of 0 makes every element a tie.
  @Test func aScaleOfZeroSendsEverythingToTheFirstElement() throws {
    var graph = Graph()
    let inputs = [[1, 1, 4], [1], [1]].map { graph.addInput(shape: $0) }
    let normalized = try graph.append(BatchNormalization(epsilon: 1), inputs)[0]
    graph.outputs = [try graph.pooled(graph(Unary(.relu), normalized), [4])]
    let plan = try Plan(compiling: graph)
    let x = Tensor(shape: [1, 1, 4], scalars: [3, 1, 2, 6])
    _ = try plan.forward([x, Tensor(shape: [1], scalars: [0]), Tensor(shape: [1], scalars: [1])])
    let gradients = try plan.pullback([Tensor(shape: [1, 1, 1], scalars: [1])])
    // The mean is 3, so that the first element's own standard value is 0.
    #expect(gradients[1].scalars == [0] && gradients[2].scalars == [1])
  }

  /// Batch statistics and values in the middle are returned as taps, whatever is done together.
  @Test func everythingInBetweenCanBeTapped() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 4))
    let inputs = [[2, 3, 4, 6], [3], [3]].map { graph.addInput(shape: $0) }
    let made = try graph.append(BatchNormalization(epsilon: 1e-3), inputs)
    let rectified = try graph(Unary(.relu), made[0])
    graph.outputs = [try graph.pooled(rectified, [2, 2])]
    let values = inputs.map { random.uniform(graph.shape(of: $0)) }
    for taps in [[made[1], made[2]], [rectified], [made[0], made[2], rectified]] {
      let plan = try Plan(compiling: graph, taps: taps)
      let expected = try ReferenceInterpreter.evaluate(
        graph, inputs: values.map(DoubleTensor.init), values: graph.outputs + taps)
      for (found, reference) in zip(try plan.forward(values), expected) {
        #expect(Conformance.error(found, reference.tensor) < 1e-5)
      }
      let cotangent = random.uniform([2, 3, 2, 3])
      let derivative = try graph.differentiated(withRespectTo: graph.inputs)
      let gradients = try ReferenceInterpreter.evaluate(
        derivative.graph, inputs: (values + [cotangent]).map(DoubleTensor.init), values: derivative.gradients)
      for (found, reference) in zip(try plan.pullback([cotangent]), gradients) {
        #expect(Conformance.error(found, reference.tensor) < 1e-5)
      }
    }
  }

  /// The same bytes at every run and on any number of threads.
  @Test func gradientsRepeatBitForBit() throws {
    var (graph, random) = (Graph(), RandomTensors(seed: 9))
    let inputs = [[4, 12, 8, 20, 20], [12], [12]].map { graph.addInput(shape: $0) }
    let normalized = try graph.append(BatchNormalization(epsilon: 1e-3), inputs)[0]
    graph.outputs = [try graph.pooled(graph(Unary(.relu), normalized), [2, 2, 2])]
    let values = inputs.map { random.uniform(graph.shape(of: $0)) }
    let cotangent = random.uniform([4, 12, 4, 10, 10])
    func run() throws -> [Tensor] {
      let plan = try Plan(compiling: graph)
      return try plan.forward(values) + plan.pullback([cotangent])
    }
    let first = try ThreadPool.with(1) { try run() }
    #expect(try first == ThreadPool.with(3) { try run() })
    #expect(try first == run())
  }
}

extension Graph {
  fileprivate mutating func normalized(_ x: ValueID, _ random: inout RandomTensors) throws -> ValueID {
    let channels = shape(of: x)[1]
    let (scale, shift) = (random.uniform([channels], in: -1.5...1.5), random.uniform([channels]))
    return try append(BatchNormalization(epsilon: 1e-3), [x, addConstant(scale), addConstant(shift)])[0]
  }

  fileprivate mutating func pooled(_ x: ValueID, _ kernel: [Int]) throws -> ValueID {
    try self(MaxPool(PoolingWindow(of: kernel)), x)
  }
}
