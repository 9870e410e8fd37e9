import Attacks
import Evaluation
import Segmentation
import Tensors

/// The images of a universal attack with their goals.
struct UniversalMaskSource {
  struct Image {
    let id: String
    let sample: Evaluation.SegmentationSample
  }

  private let source: SegmentationSource
  private let classCount: Int
  /// The class that should vanish from what the network draws.
  private let erased: (label: Int, name: String)?
  private(set) var leftOut: [UniversalMaskResult.LeftOut] = []

  /// - Throws: `NoSuchClass` for a class to be erased that the network does not have; what reading the region throws.
  init(_ command: AttackUniversalMaskCommand, _ reader: SegmentationReader, _ victim: any Victim, _ names: [String])
    throws
  {
    classCount = victim.outputShape[0]
    erased = try Self.erased(command.attack.erased, names, classCount)
    func predicted(_ input: Tensor) throws -> ClassMap? {
      ClassMap(logits: try victim.logits(of: Tensor(batching: [input])).sample(0))
    }
    let goal: SegmentationSource.Goal
    if let target = try command.attack.targetMask, erased == nil {
      goal = .drawing(target)
    } else if command.attack.goalMask == .truth {
      goal = .destroyingTruth
    } else {
      goal = .destroyingPrediction(predicted)
    }
    source = SegmentationSource(
      reader: reader, wholeDataset: reader.dataset, goal: goal, classNames: names,
      region: try RegionResolving(command.region, seed: command.seed), axes: [.channel, .height, .width])
  }

  private static func erased(
    _ chosen: MaskClass?, _ names: [String], _ classCount: Int
  ) throws -> (label: Int, name: String)? {
    guard let chosen else { return nil }
    guard let label = chosen.label(among: names), (0..<classCount).contains(label) else {
      throw NoSuchClass(name: "\(chosen)", names: names, classCount: classCount)
    }
    return (label, names.indices.contains(label) ? names[label] : "class \(label)")
  }

  /// Images in order; those without anything to erase are left out and remembered.
  ///
  /// - Throws: whatever reading one of them throws.
  mutating func images(_ ids: [String]) throws -> [Image] {
    var images: [Image] = []
    for id in ids {
      var sample = try source.sample(id: id)
      if let erased {
        guard let goal = erasing(erased.label, from: sample.target) else {
          leftOut.append(
            .init(id: id, reason: "the network draws no \(erased.name) in the clean image, or nothing else"))
          continue
        }
        sample.target = goal
        sample.targetDescription = "the clean prediction without \(erased.name), filled with what surrounds it"
      }
      images.append(Image(id: id, sample: sample))
    }
    return images
  }

  private func erasing(_ label: Int, from prediction: ClassMap) -> ClassMap? {
    MaskGoal.removing(
      label, from: prediction.classes, height: prediction.height, width: prediction.width, classCount: classCount
    ).map { ClassMap(height: $0.height, width: $0.width, classes: $0.target) }
  }

  /// The problem of an image for the search.
  func problem(_ image: Image, _ criterion: MaskCriterion) -> MaskProblem {
    let target = image.sample.target
    let goal = MaskGoal(
      target: target.classes, height: target.height, width: target.width, classCount: classCount,
      ignoredLabel: criterion.ignored, background: criterion.background, aim: criterion.goalMask.aim)
    return MaskProblem(id: image.id, clean: image.sample.input, region: image.sample.region, goal: goal)
  }
}

struct NoSuchClass: Error, CustomStringConvertible {
  let name: String
  let names: [String]
  let classCount: Int
  var description: String {
    "the network has no class '\(name)': the classes are 0 to \(classCount - 1)"
      + (names.isEmpty ? "" : " or \(names.joined(separator: ", "))")
  }
}
