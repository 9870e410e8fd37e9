/// The adjoint of `Convolution` in its weights.
///
///     dw[o, i, k] = Σₙ Σₚ dy[n, o, p] · x[n, i, p·stride − padBefore + k·dilation]
///
/// | input | shape | |
/// |---|---|---|
/// | `x` | `[N, I, spatial…]` | what the convolution read |
/// | `dy` | `[N, O, spatial…]` | the cotangent of its result |
/// | output `dw` | `[O, I/groups, kernel…]` | |
///
/// The kernel's extents must be given because a strided convolution gives one output size with several. With `x` the
/// cotangent of the result and `dy` the input, it is the weight gradient of a `ConvolutionTranspose` as well.
public struct ConvolutionWeightGradient: Operation, Hashable {
  public var convolution: Convolution
  /// The spatial extents of the weights.
  public var kernel: [Int]

  public init(_ convolution: Convolution, kernel: [Int]) {
    self.convolution = convolution
    self.kernel = kernel
  }

  public var description: String { "weight gradient of \(convolution)" }

  public func outputShapes(for inputs: [[Int]]) throws(ShapeError) -> [[Int]] {
    try checkCount(of: inputs, 2...2)
    let (x, dy) = (inputs[0], inputs[1])
    try check((3...5).contains(x.count), "expected x of shape [N, I, spatial…] with 1 to 3 spatial axes, got \(x)")
    try check(dy.count == x.count, "expected dy of rank \(x.count) for x of shape \(x), got \(dy)")
    let groups = convolution.groups
    try check(groups > 0 && x[1] % groups == 0, "\(x[1]) input channels cannot be split into \(groups) groups")
    let shape = [dy[1], x[1] / groups] + kernel
    _ = try elementCount(shape)
    try check("dy", dy, is: convolution.outputShapes(for: [x, shape])[0])
    return [shape]
  }
}
