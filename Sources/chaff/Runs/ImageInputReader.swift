import Evaluation
import ImageClassification
import Images
import Radar
import Tensors
import Victims

/// From an image file to a model's input: channels, geometry, transform, axes; and back to what a file can hold.
struct ImageInputReader {
  let files: ImageReader
  let layout: ImageLayout
  private let transform: ValueTransform

  /// - Throws: `NoImageModel` for a model whose input is no image.
  init(_ loaded: LoadedModel, geometry: GeometryOptions) throws {
    guard let layout = ImageLayout(shape: loaded.inputShape, axes: loaded.card.axes) else {
      throw NoImageModel(shape: loaded.inputShape, axes: loaded.card.axes ?? [])
    }
    self.layout = layout
    files = ImageReader(channels: layout.channels, geometry: try geometry.geometry(loaded.card))
    transform = try ValueTransform(of: loaded.card)
  }

  /// What the model is given of a file.
  ///
  /// - Throws: `ScaledTwice` for a picture where the card's steps are meant for values up to 255; arrays of
  ///   floating-point numbers, which stay as they are, may hold these.
  func input(at path: String) throws -> Tensor {
    let (image, stored) = try files.image(at: path)
    if stored.isFraction { try transform.requireForFractions(channels: layout.channels) }
    guard image.shape == [layout.channels, layout.height, layout.width] else {
      throw InputMismatch(
        source: path, found: image.shape, expected: [layout.channels, layout.height, layout.width],
        advice: "use --resize \(layout.width)x\(layout.height), or --crop and --pad")
    }
    return try layout.input(from: transform.applied(toImage: image, of: path))
  }

  /// Why it cannot be judged what of a perturbation survives in a file, as the end of a sentence; nil where it can.
  var roundingObstacle: String? {
    transform.isFittedToSamples ? "the transform is fitted to each image" : transform.roundingObstacle
  }

  /// What saving an input as an image of so many levels above 0 does to it.
  func rounding(levels: Int) -> StorageRounding {
    let (layout, transform) = (layout, transform)
    return StorageRounding(name: Self.name(levels)) { input in
      // What cannot be stored has no logits that could be a success.
      (try? layout.input(from: transform.rounded(layout.image(in: input), toLevels: levels))) ?? input.map { _ in .nan }
    }
  }

  private static func name(_ levels: Int) -> String {
    let bits = (levels + 1).trailingZeroBitCount
    return bits == 1 ? "1 bit" : "\(bits) bits"
  }
}
