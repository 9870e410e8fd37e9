import Graphs
import Tensors
import TestSupport
import Testing

/// Inputs that do not fit: each is refused with what was expected and what was found.
@Suite struct ShapeErrorTests {
  struct Misfit: Sendable, CustomStringConvertible {
    let operation: any Operation
    let shapes: [[Int]]
    let message: String

    init(_ operation: any Operation, _ shapes: [Int]..., says message: String) {
      self.operation = operation
      self.shapes = shapes
      self.message = message
    }

    var description: String { "\(operation) of \(shapes)" }
  }

  static let plain = Convolution(strides: [1], padBefore: [0], padAfter: [0], dilations: [1])
  static let halving = PoolingWindow(kernel: [2], strides: [2], padBefore: [0], padAfter: [0], dilations: [1])
  static let overPadded = PoolingWindow(kernel: [2], strides: [2], padBefore: [2], padAfter: [0], dilations: [1])

  static let misfits: [Misfit] = [
    Misfit(Unary(.relu), says: "takes 1 input(s), got 0"),
    Misfit(Binary(.add), [2, 3], [2], says: "[2, 3] and [2] do not broadcast"),
    Misfit(Select(), [2], [3], [1], says: "[2] and [3] do not broadcast"),
    Misfit(plain, [1, 2, 9], [4, 3, 3], says: "2 channels in each of 1 groups"),
    Misfit(plain, [1, 2, 2], [4, 2, 3], says: "kernel 3"),
    Misfit(plain, [1, 2, 2, 2], [4, 2, 3, 3], says: "strides [1] must have one entry for each of 2 axes"),
    Misfit(plain, [1, 2, 9], [4, 2, 3], [3], says: "expected bias of shape [4], got [3]"),
    Misfit(plain, [2, 9], [4, 9], says: "1 to 3 spatial axes"),
    Misfit(
      Convolution(strides: [1], padBefore: [0], padAfter: [0], dilations: [1], groups: 3), [1, 4, 9], [3, 1, 3],
      says: "4 input channels cannot be split into 3 groups"),
    Misfit(
      Convolution(strides: [1], padBefore: [0], padAfter: [0], dilations: [1], groups: 0), [1, 4, 9], [3, 1, 3],
      says: "0 groups"),
    Misfit(
      Convolution(strides: [0], padBefore: [0], padAfter: [0], dilations: [1]), [1, 2, 9], [4, 2, 3], says: "stride 0"),
    Misfit(
      ConvolutionTranspose(plain, inputExtents: [9]), [1, 4, 6], [4, 2, 3], says: "shape [1, 4, 7], got [1, 4, 6]"),
    Misfit(
      ConvolutionWeightGradient(plain, kernel: [3]), [1, 2, 9], [1, 4, 6], says: "shape [1, 4, 7], got [1, 4, 6]"),
    Misfit(ConvolutionWeightGradient(plain, kernel: [3]), [1, 2, 9], [1, 4], says: "expected dy of rank 3"),
    Misfit(BatchNormalization(epsilon: 1), [4], [4], [4], says: "rank 2 to 5"),
    Misfit(BatchNormalization(epsilon: 1), [2, 3, 4], [4], [3], says: "expected scale of shape [3], got [4]"),
    Misfit(BatchNormalization(epsilon: 1), [0, 3], [3], [3], says: "nothing to take a mean of"),
    Misfit(ChannelAffine(), [2, 3, 4], [4], says: "expected scale of shape [3], got [4]"),
    Misfit(MatrixProduct(), [2, 3], [2, 3], says: "2×3 by 2×3"),
    Misfit(MatrixProduct(), [3], [3, 2], says: "must be matrices"),
    Misfit(MaxPool(halving), [2, 3, 1], says: "1 elements along spatial axis 0"),
    Misfit(AveragePool(overPadded, countsPadding: false), [2, 3, 8], says: "must be smaller than the window"),
    Misfit(MaxPoolGradient(halving), [1, 1, 4], [1, 1, 2], [1, 1, 3], says: "expected dy of shape [1, 1, 2]"),
    Misfit(Reshape(to: [5]), [2, 3], says: "6 elements of shape [2, 3] cannot fill 5"),
    Misfit(Reshape(to: [-1]), [2, 3], says: "no tensor can have the shape [-1]"),
    Misfit(Transpose([0, 0]), [2, 3], says: "does not permute"),
    Misfit(Broadcast(to: [3]), [2, 3], says: "[2, 3] cannot be repeated"),
    Misfit(Slice(starts: [1], steps: [1], extents: [3]), [3], says: "reads outside axis 0"),
    Misfit(Slice(starts: [0], steps: [0], extents: [1]), [3], says: "reads outside axis 0"),
    Misfit(Slice(starts: [1], steps: [-1], extents: [3]), [3], says: "reads outside axis 0"),
    Misfit(Concatenation(axis: 1), [2, 3], [3, 3], says: "agree in every other axis"),
    Misfit(Concatenation(axis: 2), [2, 3], says: "axis 2 does not exist"),
    Misfit(Pad(before: [3], after: [0], mode: .reflect), [3], says: "amount 3 is impossible"),
    Misfit(Pad(before: [-2], after: [-2], mode: .constant(0)), [3], says: "crops more than there is"),
    Misfit(Pad(before: [-1], after: [0], mode: .edge), [3], says: "amount -1 is impossible"),
    Misfit(Gather(axis: 0, indices: [3], indicesShape: [1]), [3], says: "index 3 is outside axis 0"),
    Misfit(Gather(axis: 0, indices: [0], indicesShape: [2]), [3], says: "1 indices cannot fill"),
    Misfit(Reduction(.sum, axes: [1, 0], keepsAxes: true), [2, 3], says: "ascending"),
    Misfit(Reduction(.mean, axes: [-1], keepsAxes: true), [2, 3], says: "axis -1 does not exist"),
    Misfit(Reduction(.maximum, axes: [0], keepsAxes: true), [0, 3], says: "nothing to reduce"),
    Misfit(Softmax(axis: 2), [2, 3], says: "axis 2 does not exist"),
    Misfit(Normalization(firstAxis: 2, epsilon: 0), [2, 3], says: "axis 2 does not exist"),
    Misfit(
      Resize(extents: [4], scales: [.nan], interpolation: .linear, transformation: .halfPixel), [1, 1, 2],
      says: "one positive scale"),
    Misfit(
      Resize(extents: [0], scales: [1], interpolation: .linear, transformation: .halfPixel), [1, 1, 2],
      says: "nothing to read"),
    Misfit(
      Recurrent(.rnn(activation: .tanh), direction: .forward, hiddenSize: 2), [3, 1, 4], [1, 2, 4], [1, 2, 2], [1, 2],
      [1, 1, 2], says: "expected b of shape [1, 4], got [1, 2]"),
    Misfit(Broadcast(to: [1 << 30, 1 << 30]), [], says: "impossible shape"),
    Misfit(Binary(.add), [1 << 30, 1], [1, 1 << 30], says: "impossible shape"),
  ]

  @Test(arguments: misfits)
  func inputsThatDoNotFitAreNamed(_ misfit: Misfit) throws {
    var graph = Graph()
    let inputs = misfit.shapes.map { graph.addInput(shape: $0) }
    let error = #expect(throws: ShapeError.self) { _ = try graph.append(misfit.operation, inputs) }
    #expect(error?.operation == misfit.operation.description)
    #expect(error?.message.contains(misfit.message) == true, "\(error?.description ?? "no error")")
    #expect(graph.nodes.isEmpty)
  }

  /// Sizes and attributes as a damaged file would have them: an error or a shape, never a trap.
  @Test(arguments: 0..<40)
  func forgedNumbersNeverTrap(seed: UInt64) throws {
    var forger = Forger(seed: seed)
    for _ in 0..<100 {
      var graph = Graph()
      let (operation, count) = forger.operation()
      let inputs = (0..<count).map { _ in graph.addInput(shape: forger.numbers(3)) }
      guard let outputs = try? graph.append(operation, inputs) else { continue }
      #expect(outputs.allSatisfy { Graph.elementCount(graph.shape(of: $0)) != nil })
    }
  }
}

/// Makes operations out of plausible and of extreme numbers.
private struct Forger {
  var random: RandomStream

  init(seed: UInt64) { random = RandomStream(seed: seed) }

  mutating func number() -> Int {
    let extremes = [Int.min, -(1 << 62), -1, 0, 1 << 31, Int(Int32.max), 1 << 40, 1 << 62, Int.max]
    let isExtreme = Int.random(in: 0..<6, using: &random) == 0
    return isExtreme ? extremes.randomElement(using: &random) ?? 0 : Int.random(in: 0...4, using: &random)
  }

  mutating func numbers(_ count: Int) -> [Int] { (0..<count).map { _ in number() } }

  mutating func convolution() -> Convolution {
    Convolution(
      strides: numbers(1), padBefore: numbers(1), padAfter: numbers(1), dilations: numbers(1), groups: number())
  }

  mutating func window() -> PoolingWindow {
    PoolingWindow(
      kernel: numbers(1), strides: numbers(1), padBefore: numbers(1), padAfter: numbers(1), dilations: numbers(1),
      roundsUp: Bool.random(using: &random))
  }

  mutating func slice() -> Slice { Slice(starts: numbers(3), steps: numbers(3), extents: numbers(3)) }
  mutating func pad() -> Pad {
    let modes: [PaddingMode] = [.constant(0), .reflect, .edge]
    return Pad(before: numbers(3), after: numbers(3), mode: modes.randomElement(using: &random) ?? .edge)
  }
  mutating func gather() -> Gather { Gather(axis: number(), indices: numbers(1), indicesShape: numbers(1)) }

  /// An operation and how many inputs it takes.
  mutating func operation() -> (any Operation, Int) {
    switch Int.random(in: 0..<19, using: &random) {
    case 0: (convolution(), 2)
    case 1: (ConvolutionTranspose(convolution(), inputExtents: numbers(1)), 2)
    case 2: (MaxPool(window()), 1)
    case 3: (AveragePoolGradient(window(), countsPadding: true, inputExtents: numbers(1)), 1)
    case 4: (slice(), 1)
    case 5: (SliceGradient(slice(), shape: numbers(3)), 1)
    case 6: (pad(), 1)
    case 7: (PadGradient(pad(), shape: numbers(3)), 1)
    case 8: (gather(), 1)
    case 9: (GatherGradient(gather(), shape: numbers(3)), 1)
    case 10: (Reshape(to: numbers(3)), 1)
    case 11: (Broadcast(to: numbers(4)), 1)
    case 12: (Concatenation(axis: number()), 3)
    case 13: (Reduction(.mean, axes: numbers(2), keepsAxes: true), 1)
    case 14: (MatrixProduct(transposesLeft: true), 2)
    case 15: (ConvolutionWeightGradient(convolution(), kernel: numbers(1)), 2)
    case 16: (BatchNormalization(epsilon: 1e-5), 3)
    case 17:
      (Resize(extents: numbers(1), scales: [1], interpolation: .linear, transformation: .asymmetric), 1)
    default:
      (Recurrent(.gru(linearBeforeReset: true), direction: .bidirectional, hiddenSize: number()), 5)
    }
  }
}
