/// Numbers as colours: 256 entries interpolated in OKLab between a few control colours.
public struct ColourMap: Sendable {
  public struct Control: Sendable {
    /// 0...1 along the map.
    public let position: Double
    public let colour: OKLab
  }

  /// What a caption calls it.
  public let name: String
  public let controls: [Control]
  public let entries: [RGB]

  /// Controls are (position, lightness, a, b), positions rising from 0 to 1.
  init(name: String, controls: [(Double, Double, Double, Double)]) {
    self.name = name
    let points = controls.map { Control(position: $0.0, colour: OKLab(lightness: $0.1, a: $0.2, b: $0.3)) }
    self.controls = points
    entries = (0...255).map { RGB(ColourMap.colour(at: Double($0) / 255, among: points)) }
  }

  /// The colour of `share`, 0...1 (clamped); grey where it is not a number.
  public func colour(at share: Double) -> RGB {
    guard !share.isNaN else { return .undefined }
    return entries[Int((min(max(share, 0), 1) * 255).rounded())]
  }

  private static func colour(at position: Double, among points: [Control]) -> OKLab {
    for (low, high) in zip(points, points.dropFirst()) where position <= high.position {
      let span = high.position - low.position
      return low.colour.interpolated(to: high.colour, share: span > 0 ? (position - low.position) / span : 1)
    }
    return points.last?.colour ?? OKLab(lightness: 0, a: 0, b: 0)
  }
}

/// The three maps of the reports. Their control colours were chosen here, inside the sRGB gamut, so that lightness is
/// linear along the map; the blue-yellow axis carries the hue because red-green blindness leaves it intact.
extension ColourMap {
  /// Magnitudes of a recording: midnight blue, slate, straw.
  public static let signal = ColourMap(
    name: "blue to straw",
    controls: [
      (0, 0.170, 0.000, -0.050), (0.25, 0.370, -0.012, -0.085), (0.5, 0.565, -0.008, -0.010),
      (0.75, 0.765, -0.002, 0.085), (1, 0.955, -0.022, 0.105),
    ])

  /// Importance (Grad-CAM): aubergine, rose, amber, cream.
  public static let heat = ColourMap(
    name: "aubergine to cream",
    controls: [
      (0, 0.150, 0.015, -0.035), (0.25, 0.345, 0.090, -0.050), (0.5, 0.545, 0.150, 0.030),
      (0.75, 0.750, 0.075, 0.105), (1, 0.960, -0.012, 0.070),
    ])

  /// Signed differences: blue below zero, near white at zero, rust above.
  public static let signed = ColourMap(
    name: "blue (less) to rust (more)",
    controls: [
      (0, 0.360, -0.012, -0.135), (0.25, 0.660, -0.045, -0.085), (0.5, 0.965, 0.000, 0.002),
      (0.75, 0.680, 0.085, 0.085), (1, 0.380, 0.105, 0.065),
    ])
}
