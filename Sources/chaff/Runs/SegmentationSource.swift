import Evaluation
import Segmentation
import Tensors

/// Images of a folder with their truth and the mask to draw, read one at a time.
struct SegmentationSource: SampleSource {
  let dataset: SegmentationDataset
  /// Where a target that is another sample's mask is looked up.
  let wholeDataset: SegmentationDataset
  let target: TargetMask
  /// `[C, H, W]` of the victim's logits.
  let outputShape: [Int]
  let region: RegionResolving
  let axes: [Axis]

  var ids: [String] { dataset.ids }

  func load(_ index: Int) throws -> Evaluation.SegmentationSample {
    let sample = try dataset.sample(id: ids[index])
    let target = try self.target.resolved(for: sample, in: wholeDataset)
    return Evaluation.SegmentationSample(
      input: sample.image, truth: try classMap(sample.truth, of: sample.id),
      target: try classMap(target, of: "the target of \(sample.id)"), targetDescription: self.target.description,
      maskCoding: sample.coding.description,
      region: try region.region(shape: sample.image.shape, axes: axes, sample: sample.id))
  }

  /// A mask on the victim's output grid: the middle of the input where the network keeps no border.
  private func classMap(_ mask: Mask, of name: String) throws -> ClassMap {
    let (height, width) = (outputShape[1], outputShape[2])
    guard mask.height >= height, mask.width >= width else {
      throw MaskTooSmall(name: name, mask: [mask.height, mask.width], output: [height, width])
    }
    let fitted = mask.centreCropped(height: height, width: width)
    if let wrong = fitted.classes.first(where: { $0 >= Int32(outputShape[0]) }) {
      throw MaskClassUnknown(name: name, label: Int(wrong), classCount: outputShape[0])
    }
    return ClassMap(height: height, width: width, classes: fitted.classes.map(Int.init))
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
