public import Tensors

/// What goes wrong without an attacker, by the names that attacks are asked for.
extension AttackCatalogue {
  /// One entry a corruption, with a severity and nothing else to set.
  static let corruptions: [AttackEntry] = Corruption.allCases.map { corruption in
    AttackEntry(
      corruption.rawValue, "Corruption: \(corruption.summary)",
      source: Corruption.image.contains(corruption)
        ? "Hendrycks and Dietterich, 2019, arXiv:1903.12261" : "Chaff; severities as in 2019, arXiv:1903.12261",
      .unbounded, needs: .decisions, norms: [],
      usual: AttackDefaults(options: [AttackOption("severity", 3, "how strong, 1 to 5")])
    ) {
      CorruptionAttack(
        corruption, severity: $0.whole("severity"), bounds: $0.bounds, axes: $0.axes, seed: $0.seed)
    }
  }
}

extension AttackEntry {
  /// The corruption that the entry stands for; nil for attacks.
  public var corruption: Corruption? { Corruption(rawValue: name) }
}

extension Corruption {
  /// In a few words, for lists.
  fileprivate var summary: String {
    switch self {
    case .noiseFloor: "the receiver's noise rises"
    case .gainDrift: "its gain swings slowly"
    case .staticClutter: "echoes that stand still"
    case .droppedFrames: "frames are lost, those before them held"
    case .shiftedRangeBins: "everything is nearer or farther"
    case .noise: "Gaussian noise on every element"
    case .blur: "Gaussian blur of the plane"
    case .brightness: "everything is brighter"
    case .contrast: "less contrast"
    case .pixelation: "blocks instead of pixels"
    }
  }

  /// Those that inputs with such axes can suffer: of a radar's maps where range or Doppler is among them, else of images.
  public static func fitting(_ axes: [Axis]) -> [Corruption] {
    let isRadar = axes.contains(.range) || axes.contains(.doppler)
    return (isRadar ? radar : image).filter { $0.complaint(about: axes) == nil }
  }
}
