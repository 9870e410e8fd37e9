import Graphs

/// Weighs the positions of a skip connection by what the level below it has seen.
///
///     α = σ(ψ·relu(W_x x + W_g g + b_g) + b_ψ),   result α↑·x
///
/// | | shape |
/// |---|---|
/// | `x`, the skip connection | `[N, C, 2h, 2w]` |
/// | `g`, the gating signal | `[N, K, h, w]` |
/// | NAME/x | 2×2 convolution of stride 2 without bias, `[N, channels, h, w]` |
/// | NAME/g, NAME/psi | 1×1 convolutions, to `channels` and to 1 |
/// | α | `[N, 1, h, w]`, made larger bilinearly |
///
/// Source: Oktay et al., "Attention U-Net", 2018, arXiv:1804.03999, equations 1 and 2. (The authors' program has one more
/// convolution after the product, which the paper has not.)
struct AttentionGate {
  /// Of the sum; half those of `x` is usual.
  let channels: Int

  func callAsFunction(
    _ x: ValueID, gating g: ValueID, name: String, in network: inout NetworkBuilder
  ) throws -> ValueID {
    let seen = try network.convolution(
      x, filters: channels, kernel: [2, 2], strides: [2, 2], padding: .valid, bias: false, name: name + "/x")
    let asked = try network.convolution(g, filters: channels, kernel: [1, 1], name: name + "/g")
    let both = try network.relu(try network.add(seen, asked, name: name + "/sum"), name: name + "/relu")
    let score = try network.convolution(both, filters: 1, kernel: [1, 1], name: name + "/psi")
    let attention = try network.apply(Unary(.sigmoid), [score], name: name + "/attention")
    let enlarged = try network.enlarge(attention, by: 2, .linear, name: name + "/enlarged")
    return try network.multiply(x, enlarged, name: name)
  }
}
