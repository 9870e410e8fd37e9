/// What a set of synthetic fundus photographs is made with, besides its seed.
public struct FundusSettings: Sendable, Hashable, Encodable {
  /// What the masks show; the photographs are the same either way.
  public enum Masks: String, Sendable, Hashable, Encodable, CaseIterable {
    /// 1 vessel.
    case vessels
    /// 1 optic disc, 2 its cup.
    case discAndCup = "disc-cup"
  }

  public static let sizes = 32...2048
  /// From here on the smallest cup is wider than the diagonal of a pixel, so that no mask is without one.
  public static let sizesWithCup = 64...2048

  /// Height and width in pixels.
  public var size: Int
  /// The share of eyes with exudates and haemorrhages, 0…1: bright and dark spots that are no vessels.
  public var lesionShare: Double
  /// Scales the sensor's noise; 0 for none, 1 for a camera of the usual kind.
  public var noise: Double
  /// Scales the blur of the optics; 0 for none.
  public var blur: Double
  public var masks: Masks

  /// - Throws: `SegmentationError` that names the setting which is out of range.
  public init(
    size: Int = 128, lesionShare: Double = 0.4, noise: Double = 1, blur: Double = 1, masks: Masks = .vessels
  ) throws(SegmentationError) {
    (self.size, self.lesionShare, self.noise, self.blur, self.masks) = (size, lesionShare, noise, blur, masks)
    let limits = SettingLimits(subject: "synthetic fundus")
    switch masks {
    case .vessels: try limits.check(size, Self.sizes, "size")
    case .discAndCup: try limits.check(size, Self.sizesWithCup, "size of an eye with a mask of disc and cup")
    }
    try limits.check(lesionShare, 0...1, "share of eyes with lesions")
    try limits.check(noise, 0...10, "noise")
    try limits.check(blur, 0...10, "blur")
  }
}
