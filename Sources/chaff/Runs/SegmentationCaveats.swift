import Radar
import Tensors
import Victims

/// What a reader should know of a segmentation network before believing what is measured on it.
enum SegmentationCaveats {
  static func of(_ loaded: LoadedModel, _ victim: ModelVictim, probe: Tensor) throws -> [String] {
    var caveats: [String] = []
    if let activation = loaded.finalActivation { caveats.append(activation.caveat) }
    if try victim.runner.seemsToGiveProbabilities(at: probe) {
      caveats.append(
        "The network has one output for each pixel, and all of them lie between 0 and 1 for the first image. They were "
          + "taken for logits (foreground above 0); if they are probabilities, export the network without what makes them."
      )
    }
    if try ValueTransform(of: loaded.card).roundingObstacle != nil {
      caveats.append("Successes were not checked after rounding: the transform is fitted to each image.")
    }
    if loaded.card.bounds == nil { caveats.append("Bounds were not stated; 0 to 1 was assumed.") }
    return caveats
  }
}

extension ModelRunner {
  /// Whether a network with one output per pixel gives nothing but numbers from 0 to 1.
  fileprivate func seemsToGiveProbabilities(at input: Tensor) throws -> Bool {
    guard outputShape.count == 2 || outputShape.first == 1 else { return false }
    return try forward(Tensor(batching: [input])).scalars.allSatisfy { (0...1).contains($0) }
  }
}
