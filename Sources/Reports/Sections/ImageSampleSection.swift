import Evaluation
import Tensors

/// One image before and after one attack on a classifier: answers, pictures, perturbation and heat maps.
struct ImageSampleSection {
  let context: ReportContext
  let record: ClassificationRecord
  let roles: [SampleChoice.Role]
  /// Unique on the page; figure files are named after it.
  let id: String

  func markup() throws -> Markup {
    let facts = ClassificationFacts(context: context, record: record)
    return try .tag("article", ["class": "sample", "aria-labelledby": "\(id)-title"]) {
      Markup.tag("h3", ["id": "\(id)-title"]) { Markup.name(record.sample.id) }
      facts.opening(roles)
      facts.facts
      try pictures()
      facts.logits
    }
  }

  private func pictures() throws -> Markup {
    guard let references = record.arrays, let path = references.clean else {
      return MissingArrays.note("No arrays were kept for this sample, so there are no pictures.")
    }
    let clean: Tensor, adversarial: Tensor?
    do {
      clean = try context.arrays.array(path, in: references.shard)
      adversarial = try references.adversarial.map { try context.arrays.array($0, in: references.shard) }
    } catch {
      return MissingArrays.note("The arrays of this sample could not be read: \(error)")
    }
    guard let image = image(clean),
      let pictures = SegmentationPictures(
        context: context, references: references, clean: image, adversarial: adversarial.flatMap(self.image))
    else { return MissingArrays.note("An input of shape \(clean.shape) is no picture.") }
    return .fragment([try pictures.markup(id: id)] + pictures.problems.map(MissingArrays.note))
  }

  /// `[C, H, W]`, in whatever order the model takes its axes.
  private func image(_ input: Tensor) -> Tensor? {
    guard let layout = SequenceLayout(shape: input.shape, axes: context.run.model.axes), !layout.hasTime else {
      return nil
    }
    return Tensor(batching: (0..<layout.channels).map { layout.plane(of: input, channel: $0, frame: 0) })
  }
}
