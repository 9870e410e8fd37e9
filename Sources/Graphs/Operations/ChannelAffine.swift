/// `y[n, c, …] = scale[c] · x[n, c, …] + shift[c]`: batch normalisation in inference form.
///
/// Inputs: `x [N, C, …]`, `scale [C]`, and optionally `shift [C]`.
public struct ChannelAffine: Hashable, Sendable {
  public init() {}
}
