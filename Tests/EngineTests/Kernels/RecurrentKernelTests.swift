import Engine
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct RecurrentKernelTests {
  static let cells: [RecurrentCell] = [
    .lstm, .gru(linearBeforeReset: true), .gru(linearBeforeReset: false), .rnn(activation: .tanh),
    .rnn(activation: .relu),
  ]
  static let directions: [RecurrentDirection] = [.forward, .reverse, .bidirectional]
  static let sizes: [(steps: Int, batch: Int, input: Int, hidden: Int)] = [
    (1, 1, 1, 1), (4, 3, 5, 7), (3, 5, 2, 33), (5, 2, 9, 32), (2, 9, 3, 12), (0, 2, 3, 4), (3, 0, 3, 4),
  ]

  @Test(arguments: cells, directions)
  func layersAgree(_ cell: RecurrentCell, _ direction: RecurrentDirection) throws {
    for size in Self.sizes where size.steps > 0 && size.batch > 0 {
      let operation = Recurrent(cell, direction: direction, hiddenSize: size.hidden)
      let inputs = inputs(of: operation, size.steps, size.batch, size.input)
      let kernel = RecurrentKernel(operation, input: inputs[0].shape)
      try expectAgreement(of: kernel, with: operation, on: inputs, tolerance: 1e-6)
    }
  }

  @Test(arguments: cells, directions)
  func gradientsAgree(_ cell: RecurrentCell, _ direction: RecurrentDirection) throws {
    for size in Self.sizes where size.steps > 0 && size.batch > 0 {
      let operation = Recurrent(cell, direction: direction, hiddenSize: size.hidden)
      let inputs = inputs(of: operation, size.steps, size.batch, size.input)
      let shapes = try operation.outputShapes(for: inputs.map(\.shape))
      let outputs = operation.evaluate(inputs.map(DoubleTensor.init), outputShapes: shapes).map(\.tensor)
      let cotangents = shapes.dropLast().enumerated().map { Tensor.random($1, seed: 40 + UInt64($0)) }
      let known = Array(inputs[1...]) + [outputs[0], outputs[outputs.count - 1]] + cotangents
      let gradient = RecurrentGradient(operation, inputSize: size.input)
      let kernel = RecurrentGradientKernel(gradient, steps: size.steps, batch: size.batch)
      try expectAgreement(of: kernel, with: gradient, on: known, tolerance: 1e-6)
    }
  }

  @Test(arguments: cells) func aSequenceWithoutStepsLeavesTheState(_ cell: RecurrentCell) throws {
    let operation = Recurrent(cell, direction: .forward, hiddenSize: 3)
    let inputs = inputs(of: operation, 0, 2, 4)
    let rows = (cell.gateCount + 1) * 3
    var shapes = [[0, 1, 2, 3], [1, 2, 3], [0, 1, 2, rows]]
    if cell == .lstm { shapes.insert([1, 2, 3], at: 2) }
    let outputs = try KernelRun.outputs(
      of: RecurrentKernel(operation, input: [0, 2, 4]), inputs, shapes: shapes)
    #expect(outputs[1] == inputs[4])
  }

  /// What padding attacks rest on: a step cannot change what came before it.
  @Test(arguments: cells) func theFutureNeverLeaksIntoThePast(_ cell: RecurrentCell) throws {
    let operation = Recurrent(cell, direction: .forward, hiddenSize: 20)
    var inputs = inputs(of: operation, 6, 2, 8)
    let shapes = try operation.outputShapes(for: inputs.map(\.shape))
    let kernel = RecurrentKernel(operation, input: inputs[0].shape)
    let before = try KernelRun.outputs(of: kernel, inputs, shapes: shapes)[0]
    let changed = inputs[0].scalars.enumerated().map { $0 < 4 * 2 * 8 ? $1 : $1 + 1 }
    inputs[0] = Tensor(shape: inputs[0].shape, scalars: changed)
    let after = try KernelRun.outputs(of: kernel, inputs, shapes: shapes)[0]
    #expect(before.scalars.prefix(4 * 2 * 20) == after.scalars.prefix(4 * 2 * 20))
    #expect(before != after)
  }

  private func inputs(of operation: Recurrent, _ steps: Int, _ batch: Int, _ input: Int) -> [Tensor] {
    let (d, h) = (operation.direction.count, operation.hiddenSize)
    let width = operation.cell.gateCount * h
    var shapes = [[steps, batch, input], [d, width, input], [d, width, h], [d, 2 * width], [d, batch, h]]
    if operation.cell == .lstm { shapes.append([d, batch, h]) }
    // Of the size that initialisation and training give: the states neither saturate nor run away.
    let bound = 1 / Double(h).squareRoot()
    return shapes.enumerated().map { .random($1, seed: 20 + UInt64($0), in: -bound...bound) }
  }
}
