import Attacks
import Segmentation
import Tensors
import Victims

/// Overlapping windows through which a segmentation network is shown images larger than it takes.
struct WindowRequest: CustomStringConvertible {
  static let form = "HEIGHTxWIDTH, e.g. 256x256"

  /// Height and width.
  let extents: [Int]
  /// The share of a window that its neighbour covers, too: 0 up to 1.
  let overlap: Double

  /// Nil where the size is no HEIGHTxWIDTH, or the overlap is out of range.
  init?(size: String, overlap: Double) {
    let parts = size.split(separator: "x", omittingEmptySubsequences: false)
    extents = parts.compactMap { Int($0) }.filter { (1...100_000).contains($0) }
    self.overlap = overlap
    guard parts.count == 2, extents.count == 2, (0..<1).contains(overlap) else { return nil }
  }

  /// "24 × 24, overlap 0.5".
  var description: String { "\(extents[0]) × \(extents[1]), overlap \(overlap)" }

  /// The model; where its input's size is open, of the windows' size.
  func load(_ model: ModelOptions) throws -> LoadedModel {
    let loaded = try model.load()
    guard loaded.inputShape.count == 3, Array(loaded.inputShape.dropFirst()) != extents else { return loaded }
    var card = try model.card()
    card.shape = [loaded.inputShape[0]] + extents
    return try LoadedModel(card: card)
  }

  /// The network as images of the data set's size meet it.
  ///
  /// - Throws: `WindowTooLarge` where the first image that can be read is smaller than a window.
  func victim(_ network: ModelVictim, showing dataset: SegmentationDataset) throws -> any Victim {
    guard network.outputShape.count == 3,
      let image = dataset.ids.lazy.compactMap({ try? dataset.sample(id: $0) }).first?.image
    else { return network }
    guard image.shape[1] >= extents[0], image.shape[2] >= extents[1] else {
      throw WindowTooLarge(window: extents, image: Array(image.shape.dropFirst()))
    }
    return WindowedVictim(network, height: image.shape[1], width: image.shape[2], overlap: overlap)
  }
}

struct WindowTooLarge: Error, CustomStringConvertible {
  let window: [Int]
  let image: [Int]
  var description: String {
    "a window of \(window[0]) x \(window[1]) (height x width) is larger than the images of \(image[0]) x \(image[1]); "
      + "use --pad, a smaller --window-size or none"
  }
}
