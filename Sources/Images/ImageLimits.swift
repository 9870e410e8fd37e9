/// How large an image may be before it is refused, so that a forged header cannot take all memory.
public struct ImageLimits: Sendable, Hashable {
  public let side: Int
  public let pixels: Int

  public init(side: Int, pixels: Int) {
    precondition(side > 0 && side <= 1_000_000 && pixels > 0, "ImageLimits: \(side) a side, \(pixels) pixels")
    self.side = side
    self.pixels = pixels
  }

  /// 65,500 a side (all that JPEG can say) and 134 million pixels.
  public static let standard = ImageLimits(side: 65_500, pixels: 1 << 27)

  func check(width: Int, height: Int, source: String) throws(ImageError) {
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, width <= side, height <= side, !overflow, count <= pixels else {
      throw ImageError(
        "\(width) × \(height) pixels are outside the limits (\(side) a side, \(pixels) in all)", in: source,
        hint: "cut or shrink the image first")
    }
  }
}
