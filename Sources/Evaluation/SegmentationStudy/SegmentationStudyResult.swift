/// result.json of a segmentation study: every table and curve, computed from the records of its runs.
public struct SegmentationStudyResult: Sendable, Codable, Equatable {
  public var schema = SegmentationStudyDescription.version
  public var state: RunSummary.State
  public var finishedCells: Int
  public var description: SegmentationStudyDescription
  public var clean: [CleanRow] = []
  /// Every attack of every part but the goals, seeds pooled.
  public var attacks: [MaskAttackRow] = []
  public var curves: [AgreementCurve] = []
  public var worstCases: [MaskWorstCase] = []
  public var sizeBias: [ObjectSizeRow] = []
  public var goals: [MaskExample] = []
  /// Images that are shown of the other parts.
  public var examples: [MaskExample] = []
  /// Seconds of all records.
  @FiniteOrNull public var seconds = 0.0

  public init(state: RunSummary.State, finishedCells: Int, description: SegmentationStudyDescription) {
    self.state = state
    self.finishedCells = finishedCells
    self.description = description
  }

  /// Images of all data sets that could not be read or judged; victims that share a data set share its images.
  public var unreadableImages: Int {
    Dictionary(clean.map { ($0.data, $0.errors) }, uniquingKeysWith: max).values.reduce(0, +)
  }

  /// Tries of attacks that draw or destroy that could not be made: one for each image, attack and seed.
  public var untried: Int { attacks.reduce(0) { $0 + $1.errors } }
}

/// How good one victim is on one data set without an attack.
public struct CleanRow: Sendable, Codable, Equatable {
  public var victim: String
  public var data: String
  /// Images of the data set, the unusable ones included.
  public var images: Int
  /// Images that could not be read, or whose logits are no numbers.
  public var errors: Int
  public var scores: ScoreQuartiles
  /// Mean Dice of each class over the images in which it occurs, background included.
  @FiniteOrNull public var classDice: [Double]
  /// |predicted − true| cup-to-disc ratio; nil where the network draws no eyes.
  public var cupToDiscError: Quartiles?

  /// Images that scores are about.
  public var judged: Int { images - errors }

  public init(victim: String, data: String, _ clean: CleanScores) {
    self.victim = victim
    self.data = data
    images = clean.images.count
    let scores = clean.images.compactMap(\.scores)
    errors = images - scores.count
    self.scores = ScoreQuartiles(of: scores)
    classDice = (0..<(scores.first?.dice.count ?? 0)).map { label in
      let values = scores.compactMap { score in
        score.emptyClasses.contains(label) || !score.dice.indices.contains(label) ? nil : score.dice[label]
      }
      return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }
    let ratios = clean.images.compactMap(\.cupToDisc)
    cupToDiscError = ratios.isEmpty ? nil : Quartiles(of: ratios.compactMap(\.error))
  }
}

/// One attack on one victim and one data set, over all images and seeds.
public struct MaskAttackRow: Sendable, Codable, Equatable {
  public var part: SegmentationStudyDescription.Part
  public var victim: String
  public var data: String
  public var attack: String
  public var norm: String?
  public var size: Double?
  /// Images (targeted: pairs) that could not be attacked, and those where there was nothing left to attack.
  public var errors: Int
  public var alreadyThere: Int
  public var success: Proportion
  /// Against the mask that the attack is about, over the attacked images.
  public var before: ScoreQuartiles
  public var after: ScoreQuartiles
  public var truthDice: Quartiles
  /// Over the attacked images, failures included.
  public var sizes: SizeQuartiles
  /// Over the successes.
  public var successSizes: SizeQuartiles
  public var cost: CostQuartiles
  /// As 8 bits and as JPEG files.
  public var storage: [StorageRow]
  public var auditFailures: Int
}

/// How much of the wanted mask is attained with how much change: medians over images.
public struct AgreementCurve: Sendable, Codable, Equatable {
  public var victim: String
  public var data: String
  public var attack: String
  /// Ascending; the same for all attacks of one victim and data set.
  public var l2: [Double]
  /// Of the best mean IoU within that L2.
  @FiniteOrNull public var iou: [Double]
}

/// What is left of the true masks where every image meets the attack that is worst for it.
public struct MaskWorstCase: Sendable, Codable, Equatable {
  public struct Part: Sendable, Codable, Equatable {
    public var attack: String
    /// Means over the images, after this attack alone; with several seeds the worst of them for each image.
    @FiniteOrNull public var meanIoU: Double
    @FiniteOrNull public var meanDice: Double
    /// Images for which no attack is worse, and those for which every other is better.
    public var worst: Int
    public var aloneWorst: Int
    /// Over the images; nil in older results.
    public var scores: ScoreQuartiles?
  }

  public var victim: String
  public var data: String
  public var norm: String
  public var size: Double
  public var images: Int
  /// Means over the images.
  @FiniteOrNull public var cleanIoU: Double
  @FiniteOrNull public var cleanDice: Double
  @FiniteOrNull public var worstIoU: Double
  @FiniteOrNull public var worstDice: Double
  /// Over the images, without an attack and in the worst case; nil in older results.
  public var cleanScores: ScoreQuartiles?
  public var worstScores: ScoreQuartiles?
  public var parts: [Part]
}

/// What becomes of the objects of one range of sizes, under the attack that is worst for their image.
public struct ObjectSizeRow: Sendable, Codable, Equatable {
  public var victim: String
  public var data: String
  public var norm: String
  public var size: Double
  /// In pixels, both included.
  public var smallestArea: Int
  public var largestArea: Int
  public var objects: Int
  @FiniteOrNull public var cleanDice: Double
  @FiniteOrNull public var attackedDice: Double
  /// Of the objects that were found without the attack.
  public var lost: Proportion
}

/// One record that is shown, without its course and objects.
public struct MaskExample: Sendable, Codable, Equatable {
  public var part: SegmentationStudyDescription.Part
  public var victim: String
  public var data: String
  public var seed: UInt64
  /// `arrays.shard` is relative to the study's folder.
  public var record: SegmentationRecord
}
