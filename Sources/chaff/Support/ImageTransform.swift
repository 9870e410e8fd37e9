import Images
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
    try restored(input) { $0.map { (min(max($0, 0), 1) * Float(levels)).rounded() / Float(levels) } }
  }

  /// What the model would see if an input `[C, H, W]` of one or three channels were saved as a JPEG file and read again.
  ///
  /// - Throws: as above, and `ImageError`.
  func savedAsJPEG(_ input: Tensor, quality: Int) throws -> Tensor {
    try restored(input) { frames in
      let bytes = try Image(rounding: frames.reshaped(input.shape)).jpegBytes(quality: quality)
      let channels: ChannelRequest = input.shape[0] == 1 ? .grey : .rgb
      return try Image(decoding: bytes, source: "JPEG").tensor(channels: channels).tensor.reshaped(frames.shape)
    }
  }

  /// An input taken back to image values, changed there, and transformed again.
  private func restored(_ input: Tensor, through change: (Tensor) throws -> Tensor) throws -> Tensor {
    let frames = Self.sequence(input)
    // Steps that are the same for every image; the maxima of others are not known here.
    let fit = try applied(to: frames.map { _ in 0 }, of: "the answer").fit
    return try applied(to: change(fit.inverted(frames)), of: "the answer").input.reshaped(input.shape)
  }

  private static func sequence(_ image: Tensor) -> Tensor {
    image.reshaped([image.shape[0], 1] + image.shape.dropFirst())
  }
}
