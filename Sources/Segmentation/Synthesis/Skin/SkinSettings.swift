/// What a set of synthetic skin lesions is made with, besides its seed.
public struct SkinSettings: Sendable, Hashable, Encodable {
  public static let sizes = 32...2048

  /// Height and width in pixels.
  public var size: Int
  /// Scales the bumps of outlines; 0 for ellipses, 1 for outlines as irregular as those of photographs.
  public var irregularity: Double
  /// The share of photographs with hair over the skin, 0…1.
  public var hairShare: Double
  /// The share with the marks of a ruler at a side, 0…1.
  public var rulerShare: Double
  /// The share with the dark, round edge of a dermatoscope's field, 0…1.
  public var vignetteShare: Double
  /// Scales the sensor's noise; 0 for none, 1 for a camera of the usual kind.
  public var noise: Double
  /// Scales the blur of the optics; 0 for none.
  public var blur: Double

  /// - Throws: `SegmentationError` that names the setting which is out of range.
  public init(
    size: Int = 256, irregularity: Double = 1, hairShare: Double = 0.35, rulerShare: Double = 0.1,
    vignetteShare: Double = 0.3, noise: Double = 1, blur: Double = 1
  ) throws(SegmentationError) {
    (self.size, self.irregularity) = (size, irregularity)
    (self.hairShare, self.rulerShare, self.vignetteShare) = (hairShare, rulerShare, vignetteShare)
    (self.noise, self.blur) = (noise, blur)
    let limits = SettingLimits(subject: "synthetic skin")
    try limits.check(size, Self.sizes, "size")
    try limits.check(irregularity, 0...2, "irregularity")
    try limits.check(hairShare, 0...1, "share of photographs with hair")
    try limits.check(rulerShare, 0...1, "share of photographs with a ruler")
    try limits.check(vignetteShare, 0...1, "share of photographs with a dark edge")
    try limits.check(noise, 0...10, "noise")
    try limits.check(blur, 0...10, "blur")
  }
}
