import Evaluation
import Images
import Segmentation
import Tensors

/// Images of a folder with their truth and the mask that the attack is about, read one at a time.
struct SegmentationSource: SampleSource {
  /// What is to be done with which mask.
  enum Goal {
    case drawing(TargetMask)
    case destroyingTruth
    /// With the victim's classes for an input; nil where its logits are not numbers.
    case destroyingPrediction((Tensor) throws -> ClassMap?)
  }

  let reader: SegmentationReader
  /// Where a target that is another sample's mask is looked up.
  let wholeDataset: SegmentationDataset
  let goal: Goal
  /// What the model's card calls its classes.
  let classNames: [String]
  let region: RegionResolving
  let axes: [Axis]

  var ids: [String] { reader.dataset.ids }

  var loadsBesideVictim: Bool {
    if case .destroyingPrediction = goal { false } else { true }
  }

  func load(_ index: Int) throws -> Evaluation.SegmentationSample { try sample(id: ids[index]) }

  /// One sample of the data set, with the mask of the goal.
  func sample(id: String) throws -> Evaluation.SegmentationSample {
    let sample = try reader.dataset.sample(id: id)
    let input = try reader.input(sample)
    let truth = try classMap(sample.truth, of: sample.id)
    let (target, description) = try goalMask(sample, input, truth)
    return Evaluation.SegmentationSample(
      input: input, truth: truth, target: target, targetDescription: description,
      maskCoding: sample.coding.description,
      region: try region.region(
        shape: input.shape, axes: axes, clean: input, sample: sample.id,
        masks: RegionMasks(target: target, truth: truth, over: input.shape, classNames: classNames)),
      spacing: sample.spacing)
  }

  /// The mask of the goal, and where it comes from in words.
  private func goalMask(
    _ sample: Segmentation.SegmentationSample, _ input: Tensor, _ truth: ClassMap
  ) throws -> (ClassMap, String) {
    switch goal {
    case .drawing(let target):
      let mask = try target.resolved(for: sample, in: wholeDataset, classNames: classNames)
      return (try classMap(mask, of: "the target of \(sample.id)"), target.longDescription)
    case .destroyingTruth: return (truth, "none (away from the truth)")
    case .destroyingPrediction(let predict):
      guard let prediction = try predict(input) else { throw PredictionIsNoMask(id: sample.id) }
      return (prediction, "none (away from the clean prediction)")
    }
  }

  /// The first sample that can be used, for checks of the victim.
  ///
  /// - Throws: what is wrong with the first one when none can be used.
  func probe() throws -> Tensor { try firstUsable().input }

  /// The first sample that can be used, with its id.
  ///
  /// - Throws: what is wrong with the first one when none can be used.
  func firstUsable() throws -> (id: String, input: Tensor) {
    var failure: (any Error)?
    for index in ids.indices {
      do { return (ids[index], try load(index).input) } catch { failure = failure ?? error }
    }
    throw failure ?? NoImages()
  }

  /// What a careful reader should know of the samples that can be read: how a volume lies, what a window cuts off.
  ///
  /// Reads every sample once.
  var notes: [String] { SegmentationSurvey(of: reader.dataset).sentences }

  private func classMap(_ mask: Mask, of name: String) throws -> ClassMap {
    let fitted = try reader.fitted(mask, of: name)
    return ClassMap(height: fitted.height, width: fitted.width, classes: fitted.classes.map(Int.init))
  }
}

extension RegionMasks {
  /// Masks of the victim's output grid, which is the middle of the input where the network keeps no border.
  fileprivate init(target: ClassMap, truth: ClassMap, over shape: [Int], classNames: [String]) {
    self.init(
      target: target.centred(inHeight: shape[1], width: shape[2]),
      truth: truth.centred(inHeight: shape[1], width: shape[2]), classNames: classNames)
  }
}

extension ClassMap {
  /// The classes over a larger grid, with background around them.
  fileprivate func centred(inHeight fullHeight: Int, width fullWidth: Int) -> [Int] {
    let box = PixelBox(centredWidth: width, height: height, inWidth: fullWidth, height: fullHeight)
    var result = [Int](repeating: 0, count: fullHeight * fullWidth)
    for row in 0..<height {
      let start = (box.y + row) * fullWidth + box.x
      result.replaceSubrange(start..<start + width, with: classes[row * width..<(row + 1) * width])
    }
    return result
  }
}

struct PredictionIsNoMask: Error, CustomStringConvertible {
  let id: String
  var description: String { "\(id): the model's logits for it are not numbers, so there is no prediction to destroy" }
}

struct NoImages: Error, CustomStringConvertible {
  let description = "no image is selected; check --samples"
}
