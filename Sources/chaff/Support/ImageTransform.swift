import Radar
import Tensors
import Victims

extension ValueTransform {
  /// The steps that a card states.
  init(of card: VictimCard) throws { try self.init(card.transform.joined(separator: ",")) }

  /// Applies the steps to an image `[C, H, W]`, as to a sequence of one frame.
  func applied(toImage image: Tensor, of path: String) throws -> Tensor {
    try applied(to: Self.sequence(image), of: path).input.reshaped(image.shape)
  }

  /// What the model would see if a (perturbed) input were turned back into an image of 8 bits, saved, and read again.
  ///
  /// - Throws: ``RadarError`` where the way back leads out of what the steps are defined for.
  func roundedToEightBits(_ input: Tensor) throws -> Tensor { try rounded(input, toLevels: 255) }

  /// The same for an image of so many levels above 0: 255 are 8 bits.
  ///
  /// - Throws: as above.
  func rounded(_ input: Tensor, toLevels levels: Int) throws -> Tensor {
    let frames = Self.sequence(input)
    // Steps that are the same for every image; the maxima of others are not known here.
    let fit = try applied(to: frames.map { _ in 0 }, of: "the answer").fit
    let stored = fit.inverted(frames).map { (min(max($0, 0), 1) * Float(levels)).rounded() / Float(levels) }
    return try applied(to: stored, of: "the answer").input.reshaped(input.shape)
  }

  private static func sequence(_ image: Tensor) -> Tensor {
    image.reshaped([image.shape[0], 1] + image.shape.dropFirst())
  }
}
