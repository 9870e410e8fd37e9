/// study.json: what was asked for, with what, on what; enough to repeat the study and to recognise changed material.
public struct StudyDescription: Sendable, Codable, Equatable {
  public var schema = StudySchema.version
  public var title: String
  /// When the study was first started, ISO 8601, UTC.
  public var created: String
  /// The program's arguments, the program first.
  public var commandLine: [String]
  public var versions: [Version] = []
  public var processor: Processor
  public var seed: UInt64
  /// The recordings that are attacked (not those that victims were trained on).
  public var data: DataFacts
  /// The recordings' ids, in order.
  public var samples: [String] = []
  /// How training and test recordings were told apart, in words: "subjects 8 and 9 held out".
  public var split: String = ""
  public var classNames: [String] = []
  /// Names of one sample's axes, and their extents.
  public var axes: [String] = []
  public var inputShape: [Int] = []
  public var bounds: ValueRange
  /// How stored values become model input, in words; nil for values as stored.
  public var transform: String?
  /// Frames a second, where the recordings say.
  public var frameRate: Double?
  /// The victims' names and the hashes of their files.
  public var models: [StudyModel] = []
  public var attacks: [StudyAttackFacts] = []
  /// Every other setting, defaults included, in a readable order.
  public var settings: [Setting] = []
  /// What is known before the first cell and should be read beside the results.
  public var caveats: [String] = []

  public init(
    title: String, created: String, commandLine: [String], processor: Processor, seed: UInt64, data: DataFacts,
    bounds: ValueRange
  ) {
    self.title = title
    self.created = created
    self.commandLine = commandLine
    self.processor = processor
    self.seed = seed
    self.data = data
    self.bounds = bounds
  }

  /// The name of the setting that says which experiments were asked for: it may change from call to call.
  public static let experimentsSetting = "experiments"

  /// What differs between this study and another description of it, in words: none of it may change on resume.
  public func conflicts(with other: StudyDescription) -> [String] {
    var conflicts: [String] = []
    if models != other.models { conflicts.append("the victims") }
    if data.sha256 != other.data.sha256 { conflicts.append("the data") }
    if samples != other.samples { conflicts.append("the list of recordings") }
    if attacks != other.attacks { conflicts.append("the attacks") }
    if seed != other.seed { conflicts.append("the seed") }
    if decisiveSettings != other.decisiveSettings { conflicts.append("the settings") }
    return conflicts
  }

  private var decisiveSettings: [Setting] { settings.filter { $0.name != Self.experimentsSetting } }
}

/// One file that takes part in a study.
public struct StudyModel: Sendable, Codable, Equatable {
  public var name: String
  public var sha256: String

  public init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}

/// One attack of the threat-model table, with everything that decides its result.
public struct StudyAttackFacts: Sendable, Codable, Equatable {
  /// Unique within the study: "BIM Linf", "C&W L2".
  public var name: String
  /// "bim", "pgd", "fgsm" or "cw".
  public var method: String
  /// "linf" or "l2": what a budget limits, or what is made small.
  public var norm: String
  /// The budget in the victim's input units; nil for an attack that makes the norm small without a limit (C&W).
  public var size: Double?
  public var settings: [Setting] = []

  public init(name: String, method: String, norm: String, size: Double?, settings: [Setting] = []) {
    self.name = name
    self.method = method
    self.norm = norm
    self.size = size
    self.settings = settings
  }
}
