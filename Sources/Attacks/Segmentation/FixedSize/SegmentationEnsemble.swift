/// The segmentation ensemble attack (SEA): APGD with four losses, and for each image the worst of what they find.
///
/// The losses are the masked cross-entropy, the balanced cross-entropy, the Jensen–Shannon divergence and the masked
/// spherical loss; each is one `MaskAutoPGD` with decreasing radii and a random start of its own. Croce, Singh, Hein, 2024,
/// arXiv:2306.12941. The result is never worse than any member's alone.
///
/// The worst is what attains most of the settings' measure (the mean IoU of the image by default). A member that leaves
/// nothing to attain ends the ensemble.
public struct SegmentationEnsemble: MaskSearch, Hashable {
  public let name: String
  /// `steps` are those of one member; `loss` is each member's own.
  public let settings: MaskAutoPGDSettings
  public let losses: [PixelLoss]

  public static let usualLosses: [PixelLoss] = [
    .maskedCrossEntropy, .balancedCrossEntropy, .jensenShannon, .maskedSpherical,
  ]

  public init(name: String = "sea", settings: MaskAutoPGDSettings, losses: [PixelLoss] = usualLosses) {
    self.name = name
    self.settings = settings
    self.losses = losses
  }

  /// Its attacks, in their order.
  public var members: [MaskAutoPGD] {
    losses.map { loss in
      var settings = settings
      settings.loss = loss
      return MaskAutoPGD(settings: settings)
    }
  }

  public var budget: Budget? { settings.budget }
  public var bounds: ClosedRange<Float> { settings.budget.bounds }
  public var success: MaskThreshold { settings.success }
  public var stepLimit: Int { settings.steps * losses.count }
  public var complaints: [String] {
    settings.complaints + (losses.isEmpty ? ["the ensemble needs at least one loss"] : [])
  }

  public func search(_ oracle: MaskOracle) throws {
    for (index, member) in members.enumerated() where !oracle.isComplete {
      oracle.restart = index
      try member.search(oracle)
      if settings.budget.size == 0 { return }
    }
  }
}
