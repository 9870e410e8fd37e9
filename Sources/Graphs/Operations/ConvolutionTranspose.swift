/// The adjoint of `Convolution` in its first argument: its input gradient, and at the same time transposed convolution.
///
///     y[n, i, q] = b[i] + Σₒ Σₚ Σₖ w[o, i, k] · dy[n, o, p]        (over p·stride − padBefore + k·dilation = q)
///
/// Inputs: `dy [N, O, …]`, `w [O, I/groups, kernel…]` as of the convolution, and optionally a bias `[I]` added to the
/// result (transposed convolutions have one). Output `[N] + [I] + inputExtents`: the extents must be given because a strided
/// convolution maps several input sizes to one output size (`output_padding`).
public struct ConvolutionTranspose: Operation, Hashable {
  public var convolution: Convolution
  /// The spatial extents of the result.
  public var inputExtents: [Int]

  public init(_ convolution: Convolution, inputExtents: [Int]) {
    self.convolution = convolution
    self.inputExtents = inputExtents
  }

  public var description: String { "ConvolutionTranspose over \(convolution.strides.count) axes" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...3)
    let (dy, w) = (inputs[0], inputs[1])
    try check((3...5).contains(dy.count), "expected an input [N, O, spatial…] with 1 to 3 spatial axes, got \(dy)")
    try check(w.count == dy.count, "expected w of rank \(dy.count) for an input of shape \(dy), got \(w)")
    let (channels, overflowed) = w[1].multipliedReportingOverflow(by: convolution.groups)
    try check(!overflowed, "\(convolution.groups) groups of \(w[1]) channels are too many")
    let shape = [dy[0], channels] + inputExtents
    try check("the input", dy, is: convolution.outputShapes(for: [shape, w])[0])
    if inputs.count > 2 { try check("bias", inputs[2], is: [channels]) }
    return [shape]
  }

  public func pullback(
    _ node: Node, cotangents: [ValueID?], wanted: [Bool], in graph: inout Graph
  ) throws -> [ValueID?] {
    guard let dy = cotangents[0] else { return node.inputs.map { _ in nil } }
    let (x, w) = (node.inputs[0], node.inputs[1])
    let weightAdjoint = ConvolutionWeightGradient(convolution, kernel: Array(graph.shape(of: w).dropFirst(2)))
    var gradients: [ValueID?] = [
      wanted[0] ? try graph(convolution, dy, w) : nil, wanted[1] ? try graph(weightAdjoint, dy, x) : nil,
    ]
    if node.inputs.count > 2 { gradients.append(wanted[2] ? try graph.channelSum(dy) : nil) }
    return gradients
  }
}
