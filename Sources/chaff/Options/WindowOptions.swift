import ArgumentParser
import Attacks
import Segmentation
import Tensors
import Victims

/// Images larger than a segmentation network takes, shown to it window by window.
struct WindowOptions: ParsableArguments {
  @Option(
    name: .customLong("window-size"),
    help: "Show the network larger images through overlapping windows of HEIGHTxWIDTH, its logits blended.")
  var windowSize: String?
  @Option(
    name: .customLong("window-overlap"), help: "The share of a window that its neighbour covers, too: 0 up to 1.")
  var windowOverlap = 0.5

  func validate() throws {
    if windowSize != nil, extents == nil {
      throw ValidationError("--window-size must be HEIGHTxWIDTH, e.g. 256x256, is '\(windowSize ?? "")'")
    }
    guard (0..<1).contains(windowOverlap) else {
      throw ValidationError("--window-overlap must be 0 or more and below 1, is \(windowOverlap)")
    }
  }

  /// The model; where its input's size is open, of the window's size.
  func load(_ model: ModelOptions) throws -> LoadedModel {
    let loaded = try model.load()
    guard let extents, loaded.inputShape.count == 3, Array(loaded.inputShape.dropFirst()) != extents else {
      return loaded
    }
    var card = try model.card()
    card.shape = [loaded.inputShape[0]] + extents
    return try LoadedModel(card: card)
  }

  /// The network or, with windows, the network as images of the data set's size meet it.
  ///
  /// - Throws: `WindowTooLarge` where the first image that can be read is smaller than a window.
  func victim(_ network: ModelVictim, showing dataset: SegmentationDataset) throws -> any Victim {
    guard let extents, network.outputShape.count == 3,
      let image = dataset.ids.lazy.compactMap({ try? dataset.sample(id: $0) }).first?.image
    else { return network }
    guard image.shape[1] >= extents[0], image.shape[2] >= extents[1] else {
      throw WindowTooLarge(window: extents, image: Array(image.shape.dropFirst()))
    }
    return WindowedVictim(network, height: image.shape[1], width: image.shape[2], overlap: windowOverlap)
  }

  private var extents: [Int]? {
    guard let parts = windowSize?.split(separator: "x", omittingEmptySubsequences: false) else { return nil }
    let extents = parts.compactMap { Int($0) }.filter { (1...100_000).contains($0) }
    return parts.count == 2 && extents.count == 2 ? extents : nil
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
