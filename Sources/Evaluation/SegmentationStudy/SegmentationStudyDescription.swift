/// segmentation-study.json: what a study of segmentation networks was asked for.
public struct SegmentationStudyDescription: Sendable, Codable, Equatable {
  /// What one run folder of the study is about.
  public enum Part: String, Sendable, Codable, CaseIterable {
    /// A mask of another sample is to be drawn.
    case targeted
    /// The true mask is to be lost.
    case untargeted
    /// Masks that mean something to a clinician are to be drawn.
    case goals
  }

  public struct Victim: Sendable, Codable, Equatable {
    public var name: String
    public var model: ModelFacts
    /// `[classes, height, width]` of its answer.
    public var outputShape: [Int]

    public init(name: String, model: ModelFacts, outputShape: [Int]) {
      self.name = name
      self.model = model
      self.outputShape = outputShape
    }
  }

  public struct DataSet: Sendable, Codable, Equatable {
    public var name: String
    public var facts: DataFacts

    public init(name: String, facts: DataFacts) {
      self.name = name
      self.facts = facts
    }
  }

  /// One run folder: one victim, one data set, one part, one seed.
  public struct Cell: Sendable, Codable, Equatable {
    public var part: Part
    public var victim: String
    public var data: String
    public var seed: UInt64
    /// Relative to the study's folder.
    public var folder: String

    public init(part: Part, victim: String, data: String, seed: UInt64, folder: String) {
      self.part = part
      self.victim = victim
      self.data = data
      self.seed = seed
      self.folder = folder
    }
  }

  public var schema = SegmentationStudyDescription.version
  public var title: String
  public var created: String
  public var commandLine: [String]
  public var versions: [Version] = []
  public var processor: Processor
  public var victims: [Victim]
  public var dataSets: [DataSet]
  public var cells: [Cell]
  /// Attacks of the targeted part that the ablation table compares, in its order.
  public var ablation: [String] = []
  /// Those that look for the smallest perturbation.
  public var minimal: [String] = []
  public var settings: [Setting] = []
  public var caveats: [String] = []

  public static let version = 1

  public init(
    title: String, created: String, commandLine: [String], processor: Processor, victims: [Victim],
    dataSets: [DataSet], cells: [Cell]
  ) {
    self.title = title
    self.created = created
    self.commandLine = commandLine
    self.processor = processor
    self.victims = victims
    self.dataSets = dataSets
    self.cells = cells
  }

  /// What differs from another description in a way that decides results, in words.
  public func conflicts(with other: Self) -> [String] {
    var conflicts: [String] = []
    if schema != other.schema { conflicts.append("the schema") }
    if victims.map(\.name) != other.victims.map(\.name)
      || victims.map(\.model.sha256) != other.victims.map(\.model.sha256)
    {
      conflicts.append("the victims")
    }
    if dataSets.map(\.name) != other.dataSets.map(\.name)
      || dataSets.map(\.facts.sha256) != other.dataSets.map(\.facts.sha256)
    {
      conflicts.append("the data")
    }
    if cells != other.cells { conflicts.append("the parts or seeds") }
    if settings != other.settings || ablation != other.ablation || minimal != other.minimal {
      conflicts.append("the settings")
    }
    return conflicts
  }
}

/// clean/*.json: how good one victim is on one data set, image by image, before anybody attacks it.
public struct CleanScores: Sendable, Codable, Equatable {
  public struct Image: Sendable, Codable, Equatable {
    public var sample: String
    /// Nil where the image cannot be read or the logits are not numbers.
    public var scores: MaskScores?
    /// Of the predicted mask, and of the true one.
    public var cupToDisc: CupToDiscRatio?

    public init(sample: String, scores: MaskScores?, cupToDisc: CupToDiscRatio? = nil) {
      self.sample = sample
      self.scores = scores
      self.cupToDisc = cupToDisc
    }
  }

  public var images: [Image]

  public init(images: [Image]) { self.images = images }
}
