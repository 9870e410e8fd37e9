import Radar
import Segmentation
import Tensors
import Training

/// Images and masks as examples, read one at a time.
struct MaskExamples: ExampleSource {
  let dataset: SegmentationDataset
  let transform: ValueTransform
  let inputShape: [Int]
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
    return Example(id: sample.id, input: input, target: TrainingTarget(classes: sample.truth.classes))
  }
}
