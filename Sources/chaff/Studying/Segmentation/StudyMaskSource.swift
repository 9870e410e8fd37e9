import Evaluation
import Segmentation
import Tensors

/// The samples of one run of a study: each a sample of the data set with a mask of its own.
struct StudyMaskSource: SampleSource {
  struct Item {
    let id: String
    let sample: String
    let goal: SegmentationSource.Goal
  }

  let subject: SegmentationStudySubject
  let items: [Item]
  let region: RegionResolving

  var ids: [String] { items.map(\.id) }

  func load(_ index: Int) throws -> Evaluation.SegmentationSample {
    let source = SegmentationSource(
      reader: subject.reader, wholeDataset: subject.wholeDataset, goal: items[index].goal,
      classNames: subject.modelFacts.classNames, region: region, axes: SegmentationStudySubject.axes)
    return try source.sample(id: items[index].sample)
  }
}
