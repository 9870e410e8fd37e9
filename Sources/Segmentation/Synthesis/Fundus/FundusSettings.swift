/// What a set of synthetic fundus photographs is made with, besides its seed.
public struct FundusSettings: Sendable, Hashable, Encodable {
  public static let sizes = 32...2048

  /// Height and width in pixels.
  public var size: Int
  /// The share of eyes with exudates and haemorrhages, 0…1: bright and dark spots that are no vessels.
  public var lesionShare: Double
  /// Scales the sensor's noise; 0 for none, 1 for a camera of the usual kind.
  public var noise: Double
  /// Scales the blur of the optics; 0 for none.
  public var blur: Double

  /// - Throws: `SegmentationError` that names the setting which is out of range.
  public init(
    size: Int = 128, lesionShare: Double = 0.4, noise: Double = 1, blur: Double = 1
  ) throws(SegmentationError) {
    (self.size, self.lesionShare, self.noise, self.blur) = (size, lesionShare, noise, blur)
    let limits = SettingLimits(subject: "synthetic fundus")
    try limits.check(size, Self.sizes, "size")
    try limits.check(lesionShare, 0...1, "share of eyes with lesions")
    try limits.check(noise, 0...10, "noise")
    try limits.check(blur, 0...10, "blur")
  }
}
