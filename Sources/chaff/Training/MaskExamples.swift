import Radar
import Segmentation
import Tensors
import Training

/// Images and masks as examples, read one at a time.
///
/// A network without padding answers for the middle of the image alone: of the mask its middle is taken.
struct MaskExamples: ExampleSource {
  let dataset: SegmentationDataset
  let transform: ValueTransform
  let inputShape: [Int]
  /// `[C, H, W]` of the network's logits.
  let outputShape: [Int]
  /// Background included.
  let classCount: Int

  var ids: [String] { dataset.ids }

  func example(at index: Int) throws -> Example {
    let sample = try dataset.sample(dataset.pairs[index])
    let input = try transform.applied(toImage: sample.image, of: sample.imagePath)
    guard input.shape == inputShape else {
      throw ImageMismatch(id: sample.id, found: input.shape, expected: inputShape)
    }
    if let wrong = sample.truth.classes.first(where: { $0 >= Int32(classCount) }) {
      throw MaskClassUnknown(name: sample.maskPath, label: Int(wrong), classCount: classCount)
    }
    let middle = sample.truth.centreCropped(height: outputShape[1], width: outputShape[2])
    return Example(id: sample.id, input: input, target: TrainingTarget(classes: middle.classes))
  }
}
