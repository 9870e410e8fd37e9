import Evaluation
import Radar
import Tensors
import Victims

/// What a segmentation attack's answer is worth once it was saved.
enum AnswerStorage {
  /// As an image of 8 bits.
  ///
  /// Only for a transform that is the same for every image; one fitted to each cannot be undone here.
  static func rounding(_ transform: ValueTransform) -> StorageRounding? {
    guard transform.roundingObstacle == nil else { return nil }
    return StorageRounding(name: "8 bits") { input in
      // What cannot be stored has no logits that could be a success.
      (try? transform.roundedToEightBits(input)) ?? input.map { _ in .nan }
    }
  }

  /// As JPEG files.
  ///
  /// Nothing for inputs of other than one or three channels, which are no pictures.
  static func lossy(_ transform: ValueTransform, channels: Int) -> [StorageRounding] {
    guard transform.roundingObstacle == nil, channels == 1 || channels == 3 else { return [] }
    return [90, 75].map { quality in
      StorageRounding(name: "JPEG \(quality)") { input in
        (try? transform.savedAsJPEG(input, quality: quality)) ?? input.map { _ in .nan }
      }
    }
  }
}
