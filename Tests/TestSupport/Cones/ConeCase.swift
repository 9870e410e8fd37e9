public import Graphs
internal import Tensors

/// A network, and parts of its input that change.
public struct ConeCase: Sendable, CustomStringConvertible {
  public let name: String
  public let axis: Int
  public let positions: [Range<Int>]
  public let graph: @Sendable (_ batch: Int) throws -> Graph

  public var description: String { name }

  public static var all: [ConeCase] {
    [
      convolutions, causal, residual, encoderAndDecoder, flattened, attention,
      ConeCase(name: "3-D, time", axis: 2, positions: [9..<12, 0..<3, 5..<6], graph: radar(frames: 12, side: 8)),
      ConeCase(name: "3-D, rows", axis: 3, positions: [6..<8, 2..<3], graph: radar(frames: 4, side: 12)),
      ConeCase(name: "3-D, columns", axis: 4, positions: [0..<2, 9..<12], graph: radar(frames: 4, side: 12)),
    ]
      + [RecurrentCell.lstm, .gru(linearBeforeReset: true), .rnn(activation: .tanh)].flatMap { cell in
        [RecurrentDirection.forward, .reverse, .bidirectional].map { recurrent(cell, $0) }
      }
  }

  public static let convolutions = ConeCase(name: "1-D convolutions", axis: 2, positions: [9..<12, 0..<2, 4..<6]) {
    batch in
    var network = ConeNetwork(input: [batch, 2, 12])
    let first = try network.convolve(network.x, to: 3, kernel: [3], activation: .tanh)
    let second = try network.convolve(first, to: 4, kernel: [3], activation: .tanh)
    return try network.finish(network.graph(Reduction(.mean, axes: [2], keepsAxes: false), second))
  }

  public static let causal = ConeCase(name: "causal", axis: 2, positions: [12..<16, 2..<3]) { batch in
    var network = ConeNetwork(input: [batch, 3, 16])
    var value = try network.convolve(network.x, to: 4, kernel: [1])
    for dilation in [2, 4, 6] {
      let made = try network.convolve(
        value, to: 4, kernel: [3], before: [2 * dilation], after: [0], dilations: [dilation], activation: .tanh)
      value = try network.graph.add(made, value)
    }
    let last = Slice(starts: [0, 0, 15], steps: [1, 1, 1], extents: [batch, 4, 1])
    return try network.finish(network.graph(Reshape(to: [batch, 4]), network.graph(last, value)))
  }

  public static let residual = ConeCase(
    name: "residual, strided", axis: 3, positions: [13..<17, 0..<2, 6..<9]
  ) { batch in
    var network = ConeNetwork(input: [batch, 2, 5, 17])
    let stem = try network.convolve(network.x, to: 4, kernel: [3, 3], activation: .tanh)
    let padded = try network.graph(Pad(before: [0, 0, 0, 1], after: [0, 0, 0, 2], mode: .constant(0.3)), stem)
    let main = try network.convolve(padded, to: 4, kernel: [3, 3], strides: [2, 2], activation: .sigmoid)
    let shortcut = try network.convolve(padded, to: 4, kernel: [1, 1], strides: [2, 2])
    let sum = try network.graph.add(main, shortcut)
    let window = PoolingWindow(of: [1, 3], strides: [1, 2], before: [0, 1], roundsUp: true)
    let pooled = try network.graph(MaxPool(window), sum)
    let mean = try network.graph(AveragePool(window, countsPadding: true), pooled)
    return try network.finish(network.graph(Reduction(.maximum, axes: [2, 3], keepsAxes: false), mean))
  }

  /// A small U-Net: pooling, resizing by a whole factor, a transposed convolution, skips.
  public static let encoderAndDecoder = ConeCase(
    name: "encoder and decoder", axis: 3, positions: [13..<16, 0..<1, 7..<8]
  ) { batch in
    var network = ConeNetwork(input: [batch, 2, 8, 16])
    let halves = PoolingWindow(of: [2, 2])
    let top = try network.convolve(network.x, to: 3, kernel: [3, 3], activation: .tanh)
    let middle = try network.convolve(network.graph(MaxPool(halves), top), to: 4, kernel: [3, 3], activation: .tanh)
    let deep = try network.convolve(network.graph(MaxPool(halves), middle), to: 4, kernel: [1, 3], activation: .tanh)
    let resize = Resize(
      extents: [4, 8], scales: [2, 2], interpolation: .linear, transformation: .halfPixel)
    let joined = try network.graph(Concatenation(axis: 1), network.graph(resize, deep), middle)
    let up = try network.enlarge(joined, to: 3)
    return try network.finish(network.graph(Concatenation(axis: 1), up, top), isMap: true)
  }

  /// Frames in the batch, a dense layer over a flattened map.
  public static let flattened = ConeCase(name: "flattened", axis: 2, positions: [4..<6, 0..<1]) { batch in
    var network = ConeNetwork(input: [batch, 2, 6, 3])
    let made = try network.convolve(network.x, to: 3, kernel: [3, 3], activation: .tanh)
    return try network.finish(network.graph(Reshape(to: [batch, 54]), made))
  }

  /// Everything looks at everything: what is before the product is put together whole.
  public static let attention = ConeCase(name: "attention", axis: 1, positions: [4..<6, 1..<2]) { batch in
    var network = ConeNetwork(input: [batch, 6, 3])
    let weights = network.constant([3, 4])
    let tokens = try network.graph(Unary(.tanh), network.graph(MatrixProduct(), network.x, weights))
    let scores = try network.graph(
      Softmax(axis: 2), network.graph(MatrixProduct(transposesRight: true), tokens, tokens))
    let mixed = try network.graph(MatrixProduct(), scores, tokens)
    let normal = try network.graph(Normalization(firstAxis: 2, epsilon: 1e-3), network.graph.add(mixed, tokens))
    return try network.finish(network.graph(Reduction(.sum, axes: [1], keepsAxes: false), normal))
  }

  public static func recurrent(_ cell: RecurrentCell, _ direction: RecurrentDirection) -> ConeCase {
    ConeCase(name: "\(cell), \(direction)", axis: 1, positions: [5..<7, 0..<2, 3..<4]) { batch in
      var network = ConeNetwork(input: [batch, 7, 2, 3, 3])
      let folded = try network.graph(Reshape(to: [batch * 7, 2, 3, 3]), network.x)
      let maps = try network.convolve(folded, to: 2, kernel: [3, 3], activation: .tanh)
      let rows = try network.graph(Reshape(to: [batch, 7, 18]), maps)
      let (gates, directions) = (cell.gateCount, direction.count)
      let sequence = try network.graph(Transpose([1, 0, 2]), rows)
      var inputs =
        [sequence] + [[directions, gates * 3, 18], [directions, gates * 3, 3]].map { network.constant($0) }
      inputs.append(network.constant([directions, 2 * gates * 3]))
      let state = network.graph.addConstant(Tensor(repeating: 0.2, shape: [directions, batch, 3]))
      inputs += cell == .lstm ? [state, state] : [state]
      let made = try network.graph.append(Recurrent(cell, direction: direction, hiddenSize: 3), inputs)
      let mean = try network.graph(Reduction(.mean, axes: [0], keepsAxes: false), made[0])
      let last = try network.graph(Transpose([1, 0, 2]), made[1])
      let both = try network.graph.add(network.graph(Transpose([1, 0, 2]), mean), last)
      return try network.finish(network.graph(Reshape(to: [batch, directions * 3]), both))
    }
  }

  /// Three blocks of convolution and pooling, as radar gestures are classified; the third pools no time.
  public static func radar(
    frames: Int, side: Int, widths: [Int] = [2, 3, 4]
  ) -> @Sendable (_ batch: Int) throws -> Graph {
    { batch in
      var network = ConeNetwork(input: [batch, 2, frames, side, side])
      var value = network.x
      for (width, time) in zip(widths, [2, 2, 1]) {
        value = try network.convolve(value, to: width, kernel: [3, 3, 3], activation: .relu)
        let window = PoolingWindow(of: [time, 2, 2])
        value = try network.graph(MaxPool(window), value)
      }
      return try network.finish(network.graph(Reduction(.mean, axes: [2, 3, 4], keepsAxes: false), value))
    }
  }
}

/// A network in the making; weights are random.
struct ConeNetwork {
  var graph = Graph()
  let x: ValueID
  private var random = RandomTensors(seed: 5)

  init(input shape: [Int]) { x = graph.addInput(shape: shape) }

  mutating func constant(_ shape: [Int]) -> ValueID { graph.addConstant(random.uniform(shape, in: -0.5...0.5)) }

  /// "Same" padding unless told otherwise.
  mutating func convolve(
    _ x: ValueID, to channels: Int, kernel: [Int], strides: [Int]? = nil, before: [Int]? = nil, after: [Int]? = nil,
    dilations: [Int]? = nil, activation: UnaryFunction? = nil
  ) throws -> ValueID {
    let ones = kernel.map { _ in 1 }
    let operation = Convolution(
      strides: strides ?? ones, padBefore: before ?? kernel.map { $0 / 2 }, padAfter: after ?? kernel.map { $0 / 2 },
      dilations: dilations ?? ones)
    let weights = constant([channels, graph.shape(of: x)[1]] + kernel)
    let bias = constant([channels])
    let made = try graph(operation, x, weights, bias)
    let scaled = try graph(ChannelAffine(), made, constant([channels]), constant([channels]))
    return try activation.map { try graph(Unary($0), scaled) } ?? scaled
  }

  /// Twice the size, by a transposed convolution of kernel 2.
  mutating func enlarge(_ x: ValueID, to channels: Int) throws -> ValueID {
    let shape = graph.shape(of: x)
    let adjoint = Convolution(strides: [2, 2], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
    let operation = ConvolutionTranspose(adjoint, inputExtents: shape.dropFirst(2).map { 2 * $0 })
    let weights = constant([shape[1], channels, 2, 2])
    return try graph(operation, x, weights, constant([channels]))
  }

  /// Logits of three classes, of features or of a map.
  mutating func finish(_ value: ValueID, isMap: Bool = false) throws -> Graph {
    let logits: ValueID
    if isMap {
      logits = try convolve(value, to: 3, kernel: [1, 1])
    } else {
      let weights = constant([graph.shape(of: value)[1], 3])
      logits = try graph(MatrixProduct(), value, weights)
    }
    graph.outputs = [logits]
    return graph
  }
}
