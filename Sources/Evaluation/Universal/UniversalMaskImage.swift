/// What one perturbation for many images does to one of them.
public struct UniversalMaskImage: Sendable, Codable, Equatable {
  public var id: String
  /// The mask that the attack is about, in words.
  public var target: String
  /// The goal is reached in a fresh forward pass of the image with the perturbation, which passes its audit.
  public var succeeded: Bool
  /// The goal was reached without any perturbation: such an image counts in no share of successes.
  public var reachedBefore: Bool
  /// Against the mask that the attack is about.
  public var toTarget: MaskComparison
  /// The same after a random change of the same size, to know what the direction is worth.
  public var randomToTarget: MaskScores
  /// Against the true mask.
  public var toTruth: MaskComparison?
  /// The image with the perturbation saved in each form: as 8 bits and as JPEG files.
  public var afterStorage: [StorageOutcome]
  public var audit: Audit
  /// Of the image's own change, which is the perturbation inside region and bounds.
  public var size: PerturbationSize
}

/// Images, all of those that the perturbation was found on or all others.
public struct UniversalMaskPart: Sendable, Codable, Equatable {
  public var images: [UniversalMaskImage]
  /// Of the images whose goal was not reached before.
  public var successes: Proportion
  public var iouToTargetBefore: Quartiles
  public var iouToTargetAfter: Quartiles
  public var iouToTargetRandom: Quartiles
  /// The share of pixels with the target's class.
  public var pixelsBefore: Quartiles
  public var pixelsAfter: Quartiles
  public var pixelsRandom: Quartiles
  public var diceToTruthBefore: Quartiles
  public var diceToTruthAfter: Quartiles
  /// Successes that survive each form of saving, of the images whose goal was not reached before.
  public var storage: [StorageRow]

  public init(_ images: [UniversalMaskImage]) {
    self.images = images
    let attacked = images.filter { !$0.reachedBefore }
    successes = Proportion(attacked.count { $0.succeeded }, of: attacked.count)
    func quartiles(_ value: (UniversalMaskImage) -> Double?) -> Quartiles { Quartiles(of: images.compactMap(value)) }
    iouToTargetBefore = quartiles { $0.toTarget.before.meanIoU }
    iouToTargetAfter = quartiles { $0.toTarget.after.meanIoU }
    iouToTargetRandom = quartiles { $0.randomToTarget.meanIoU }
    pixelsBefore = quartiles { $0.toTarget.before.pixelAccuracy }
    pixelsAfter = quartiles { $0.toTarget.after.pixelAccuracy }
    pixelsRandom = quartiles { $0.randomToTarget.pixelAccuracy }
    diceToTruthBefore = quartiles { $0.toTruth?.before.meanDice }
    diceToTruthAfter = quartiles { $0.toTruth?.after.meanDice }
    storage = (attacked.first?.afterStorage ?? []).enumerated().map { index, form in
      StorageRow(name: form.name, outcomes: attacked.map { $0.afterStorage[index] })
    }
  }
}
