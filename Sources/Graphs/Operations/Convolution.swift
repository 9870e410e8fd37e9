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
public struct Convolution: Hashable, Sendable {
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
}

/// The adjoint of `Convolution` in its first argument: its input gradient, and at the same time transposed convolution.
///
/// Inputs: `dy [N, O, …]`, `w [O, I/groups, kernel…]` as of the convolution, and optionally a bias `[I]` added to the
/// result (transposed convolutions have one). Output `[N] + [I] + inputExtents`: the extents must be given because a strided
/// convolution maps several input sizes to one output size (`output_padding`).
public struct ConvolutionTranspose: Hashable, Sendable {
  public var convolution: Convolution
  /// The spatial extents of the result.
  public var inputExtents: [Int]

  public init(_ convolution: Convolution, inputExtents: [Int]) {
    self.convolution = convolution
    self.inputExtents = inputExtents
  }
}
