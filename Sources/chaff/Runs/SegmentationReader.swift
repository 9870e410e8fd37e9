import Attacks
import Radar
import Segmentation
import Tensors
import Victims

/// Images and masks as one model takes and gives them: transformed, checked, masks on the model's output grid.
struct SegmentationReader {
  let dataset: SegmentationDataset
  let inputShape: [Int]
  /// `[C, H, W]` of the victim's logits.
  let outputShape: [Int]
  let transform: ValueTransform

  /// - Throws: `AnswerIsNoMask` for a model that is no segmentation network, `ScaledTwice` for a card whose steps are meant
  ///   for values up to 255.
  init(_ dataset: SegmentationDataset, _ victim: any Victim, card: VictimCard) throws {
    guard victim.outputShape.count == 3 else { throw AnswerIsNoMask(shape: victim.outputShape) }
    if let axes = card.axes, axes != [.channel, .height, .width] {
      throw NoImageModel(shape: victim.inputShape, axes: axes)
    }
    self.dataset = dataset
    inputShape = victim.inputShape
    outputShape = victim.outputShape
    transform = try ValueTransform(ofImages: card, channels: victim.inputShape[0])
  }

  /// What the network is given of a sample.
  func input(_ sample: SegmentationSample) throws -> Tensor {
    let input = try transform.applied(toImage: sample.image, of: sample.imagePath)
    guard input.shape == inputShape else {
      throw ImageMismatch(id: sample.id, found: input.shape, expected: inputShape)
    }
    return input
  }

  /// A mask on the victim's output grid: the middle of the input where the network keeps no border.
  func fitted(_ mask: Mask, of name: String) throws -> Mask {
    let (height, width) = (outputShape[1], outputShape[2])
    guard mask.height >= height, mask.width >= width else {
      throw MaskTooSmall(name: name, mask: [mask.height, mask.width], output: [height, width])
    }
    let fitted = mask.centreCropped(height: height, width: width)
    if let wrong = fitted.classes.first(where: { $0 >= Int32(outputShape[0]) }) {
      throw MaskClassUnknown(name: name, label: Int(wrong), classCount: outputShape[0])
    }
    return fitted
  }
}

struct AnswerIsNoMask: Error, CustomStringConvertible {
  let shape: [Int]
  var description: String {
    "the model gives \(shape) for a sample, not [classes, height, width]: it is no segmentation network"
  }
}

struct ImageMismatch: Error, CustomStringConvertible {
  let id: String
  let found: [Int]
  let expected: [Int]
  var description: String {
    "\(id): the image is \(found) (channels, height, width), the model takes \(expected); use --crop, --pad or --resize"
  }
}

struct MaskTooSmall: Error, CustomStringConvertible {
  let name: String
  let mask: [Int]
  let output: [Int]
  var description: String {
    "\(name): the mask is \(mask[0]) x \(mask[1]), the model's output \(output[0]) x \(output[1]); "
      + "use --crop, --pad or --resize"
  }
}

struct MaskClassUnknown: Error, CustomStringConvertible {
  let name: String
  let label: Int
  let classCount: Int
  var description: String {
    "\(name): the mask has the class \(label), the model \(classCount) classes; check --mask-coding"
  }
}
