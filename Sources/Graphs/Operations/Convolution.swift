/// Cross-correlation over 1, 2 or 3 spatial axes, as networks call convolution.
///
///     y[n, o, p] = b[o] + Σᵢ Σₖ w[o, i, k] · x[n, i, p·stride − padBefore + k·dilation]
///
/// | input | shape | |
/// |---|---|---|
/// | `x` | `[N, I, spatial…]` | |
/// | `w` | `[O, I/groups, kernel…]` | |
/// | `b` | `[O]` | optional |
/// | output `y` | `[N, O, spatial…]` | ⌊(size + padBefore + padAfter − dilation·(kernel − 1) − 1) / stride⌋ + 1 |
public struct Convolution: Operation, Hashable {
  public var strides: [Int]
  public var padBefore: [Int]
  public var padAfter: [Int]
  public var dilations: [Int]
  public var groups: Int

  public init(strides: [Int], padBefore: [Int], padAfter: [Int], dilations: [Int], groups: Int = 1) {
    self.strides = strides
    self.padBefore = padBefore
    self.padAfter = padAfter
    self.dilations = dilations
    self.groups = groups
  }

  public var description: String { "Convolution over \(strides.count) axes" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...3)
    let (x, w) = (inputs[0], inputs[1])
    try checkChannels(x: x, w: w)
    if inputs.count > 2 { try check("bias", inputs[2], is: [w[0]]) }
    let spatial = try windowExtents(
      of: Array(x.dropFirst(2)), kernel: Array(w.dropFirst(2)), strides: strides, padBefore: padBefore,
      padAfter: padAfter, dilations: dilations)
    return [[x[0], w[0]] + spatial]
  }

  private func checkChannels(x: [Int], w: [Int]) throws(ShapeError) {
    try check((3...5).contains(x.count), "expected x of shape [N, I, spatial…] with 1 to 3 spatial axes, got \(x)")
    try check(w.count == x.count, "expected w of rank \(x.count) for x of shape \(x), got \(w)")
    try check(groups > 0 && x[1] % groups == 0, "\(x[1]) input channels cannot be split into \(groups) groups")
    try check(w[0] % groups == 0, "\(w[0]) output channels cannot be split into \(groups) groups")
    try check(
      w[1] == x[1] / groups, "x \(x) has \(x[1] / groups) channels in each of \(groups) groups, w \(w) expects \(w[1])")
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard let dy = cotangents[0] else { return node.inputs.map { _ in nil } }
    let (x, w) = (node.inputs[0], node.inputs[1])
    let adjoint = ConvolutionTranspose(self, inputExtents: Array(graph.shape(of: x).dropFirst(2)))
    let weightAdjoint = ConvolutionWeightGradient(self, kernel: Array(graph.shape(of: w).dropFirst(2)))
    var gradients: [ValueID?] = [
      wanted[0] ? try graph(adjoint, dy, w) : nil, wanted[1] ? try graph(weightAdjoint, x, dy) : nil,
    ]
    if node.inputs.count > 2 { gradients.append(wanted[2] ? try graph.channelSum(dy) : nil) }
    return gradients
  }
}
