internal import Tensors

/// What is done to an input at random before a victim sees it.
public enum RandomTransformation: Sendable, Hashable {
  /// Adds normal noise of the given standard deviation to every element.
  case noise(deviation: Float)
  /// Shrinks and shifts it (Xie et al., 2018, arXiv:1711.01991).
  case diversity(InputDiversity)

  /// One draw: an input as the victim sees it, and the way back for gradients.
  struct Draw {
    let input: [Float]
    fileprivate let resampling: PlaneResampling?

    func pullback(_ gradient: [Float]) -> [Float] { resampling?.adjoint(gradient) ?? gradient }
  }

  func draw(
    for input: [Float], shape: [Int], background: Float, using stream: inout RandomStream
  ) -> Draw {
    switch self {
    case .noise(let deviation):
      return Draw(input: input.map { $0 + deviation * stream.nextGaussian() }, resampling: nil)
    case .diversity(let diversity):
      let resampling = diversity.draw(for: shape, using: &stream)
      return Draw(input: resampling?.applied(to: input, fill: background) ?? input, resampling: resampling)
    }
  }
}
