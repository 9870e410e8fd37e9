import Radar
import Tensors
import Victims

extension ValueTransform {
  /// The steps that a card states for images.
  ///
  /// - Throws: ``RadarError`` for a step that is not known, ``ScaledTwice`` for steps meant for values up to 255.
  init(ofImages card: VictimCard, channels: Int) throws {
    try self.init(of: card)
    try requireForFractions(channels: channels)
  }

  /// Images are read as fractions, so steps that make next to nothing of 0…1 have been written for what is in the file.
  ///
  /// Steps that are fitted to each sample see its values and are right for any.
  func requireForFractions(channels: Int) throws(ScaledTwice) {
    let ends = Tensor(shape: [channels, 1, 2], scalars: (0..<channels).flatMap { _ in [0, 1] as [Float] })
    guard !steps.isEmpty, !isFittedToSamples, let made = try? applied(toImage: ends, of: "the values 0 and 1").scalars
    else { return }
    let spans = (0..<channels).map { abs(made[2 * $0 + 1] - made[2 * $0]) }
    guard let widest = spans.max(), widest < ScaledTwice.narrowest else { return }
    throw ScaledTwice(transform: description, black: made[0], white: made[1])
  }
}

/// Steps for images that are meant for whole numbers up to 255, where images are fractions up to 1 already.
struct ScaledTwice: Error, CustomStringConvertible {
  /// Less of 0…1 than this is left by mistake alone: no storage that images have has fewer than 16 levels, and the
  /// deviation of fractions is never more than a half.
  static let narrowest: Float = 1 / 16

  let transform: String
  let black: Float
  let white: Float

  var description: String {
    "the transform '\(transform)' makes \(black) of black and \(white) of white: images are read as fractions, black 0 and "
      + "white 1, and would be scaled twice; leave the steps out that are meant for values up to 255, or, for a network that "
      + "was trained on such small values, write 'mean: 0' and 'deviation: 255' instead of 'scale:1/255'"
  }
}
