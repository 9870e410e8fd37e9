/// The three attacks that the paper compares: what the adaptive mask does, and what choosing the length of steps adds.
///
/// ASMA chooses by the IoU in the literal mode and by the way that is left in the usable one; the others have steps of one length.
public enum MaskAblation: String, Sendable, Hashable, Codable, CaseIterable {
  /// Static segmentation mask: every pixel stays in the loss, the multiplier is constant.
  case ssm
  /// Adaptive segmentation mask: pixels that are right leave the loss, the multiplier is constant.
  case asm
  /// Both: the attack itself.
  case asma

  public var isMaskAdaptive: Bool { self != .ssm }
  public var isMultiplierDynamic: Bool { self == .asma }
}

extension AdaptiveMaskAttack {
  /// The usable mode of one of the three; everything else stays as in `settings`.
  public init(_ ablation: MaskAblation, settings: Settings = Settings()) {
    var settings = settings
    settings.loss.isAdaptive = ablation.isMaskAdaptive
    settings.isMultiplierDynamic = ablation.isMultiplierDynamic
    self.init(name: ablation.rawValue, settings: settings)
  }
}

extension LiteralMaskAttack {
  /// The literal mode of one of the three; everything else stays as in `settings`.
  public init(_ ablation: MaskAblation, settings: Settings = Settings()) {
    var settings = settings
    settings.loss.isAdaptive = ablation.isMaskAdaptive
    settings.isMultiplierDynamic = ablation.isMultiplierDynamic
    self.init(name: ablation.rawValue + "-literal", settings: settings)
  }
}
