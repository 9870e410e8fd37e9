import Evaluation
import Segmentation
import Tensors

/// Images of a folder with their truth and the mask to draw, read one at a time.
struct SegmentationSource: SampleSource {
  let reader: SegmentationReader
  /// Where a target that is another sample's mask is looked up.
  let wholeDataset: SegmentationDataset
  let target: TargetMask
  let region: RegionResolving
  let axes: [Axis]

  var ids: [String] { reader.dataset.ids }

  func load(_ index: Int) throws -> Evaluation.SegmentationSample {
    let sample = try reader.dataset.sample(id: ids[index])
    let input = try reader.input(sample)
    let target = try self.target.resolved(for: sample, in: wholeDataset)
    return Evaluation.SegmentationSample(
      input: input, truth: try classMap(sample.truth, of: sample.id),
      target: try classMap(target, of: "the target of \(sample.id)"), targetDescription: self.target.description,
      maskCoding: sample.coding.description,
      region: try region.region(shape: input.shape, axes: axes, clean: input, sample: sample.id))
  }

  /// The first sample that can be used, for checks of the victim.
  ///
  /// - Throws: what is wrong with the first one when none can be used.
  func probe() throws -> Tensor {
    var failure: (any Error)?
    for index in ids.indices {
      do { return try load(index).input } catch { failure = failure ?? error }
    }
    throw failure ?? NoImages()
  }

  /// What a careful reader should know of the first sample that can be read: how a volume lies, what a window cuts off.
  var notesOfTheFirst: [String] {
    let sample = ids.lazy.compactMap { try? reader.dataset.sample(id: $0) }.first
    return sample.map { sample in sample.notes.map { "\(sample.id): \($0)" } } ?? []
  }

  private func classMap(_ mask: Mask, of name: String) throws -> ClassMap {
    let fitted = try reader.fitted(mask, of: name)
    return ClassMap(height: fitted.height, width: fitted.width, classes: fitted.classes.map(Int.init))
  }
}

struct NoImages: Error, CustomStringConvertible {
  let description = "no image is selected; check --samples"
}
