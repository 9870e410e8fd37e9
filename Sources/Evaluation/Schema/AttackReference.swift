/// Which attack a record is about, with everything that decides its result.
public struct AttackReference: Sendable, Codable, Equatable {
  /// Unique within the run: "PGD-20", "ASMA".
  public var name: String
  /// The attack's own name, as in the catalogue: "pgd"; nil where only `name` says it.
  public var method: String?
  /// True where it searched on another model than the victim; left out elsewhere.
  public var isTransfer: Bool?
  /// What perturbations had to look like: "nonnegative + quantized"; left out where any would do.
  public var plausible: String?
  /// "linf" or "l2"; nil for an attack without a budget (ASMA).
  public var norm: String?
  /// The largest allowed norm, in the victim's input units; nil without a budget.
  public var size: Double?
  public var bounds: ValueRange
  /// In words: "untargeted (away from class 2)", "target mask of Image_02L".
  public var goal: String
  /// The wanted class of a targeted attack on a classifier.
  public var goalClass: Int?
  /// The run's seed; the sample's own stream is derived from it, the sample id, the attack's name and the restart.
  public var seed: UInt64
  public var region: RegionReference

  public init(
    name: String, method: String? = nil, norm: String? = nil, size: Double? = nil, bounds: ValueRange, goal: String,
    goalClass: Int? = nil, seed: UInt64, region: RegionReference
  ) {
    self.name = name
    self.method = method
    self.norm = norm
    self.size = size
    self.bounds = bounds
    self.goal = goal
    self.goalClass = goalClass
    self.seed = seed
    self.region = region
  }
}

extension AttackReference {
  /// What the attacker may change, and how: attacks are compared where it is the same.
  var place: String { region.name + (plausible.map { ", plausible: \($0)" } ?? "") }
}

/// The values an input element can take, in the victim's input units; both ends belong to it.
public struct ValueRange: Sendable, Codable, Equatable {
  public var lower: Double
  public var upper: Double

  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  public init(_ range: ClosedRange<Float>) {
    self.init(lower: Double(range.lowerBound), upper: Double(range.upperBound))
  }
}

/// Where the perturbation was allowed to go in one sample.
public struct RegionReference: Sendable, Codable, Equatable {
  /// In words: "all", "padding frames".
  public var name: String
  public var allowedCount: Int
  public var elementCount: Int

  public init(name: String, allowedCount: Int, elementCount: Int) {
    self.name = name
    self.allowedCount = allowedCount
    self.elementCount = elementCount
  }

  /// The allowed share of the input's elements, 0...1; 0 for an empty input.
  public var share: Double { elementCount == 0 ? 0 : Double(allowedCount) / Double(elementCount) }
}
