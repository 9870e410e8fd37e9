/// What the samples of a pixel stand for, as stored.
public enum ColourModel: Sendable, Hashable, CustomStringConvertible {
  case grey, greyAlpha, rgb, rgba
  /// One index a pixel; the indices are kept, since in a mask they are the classes.
  case palette(Palette)

  /// Samples per pixel.
  public var channels: Int {
    switch self {
    case .grey, .palette: 1
    case .greyAlpha: 2
    case .rgb: 3
    case .rgba: 4
    }
  }

  public var hasAlpha: Bool {
    switch self {
    case .greyAlpha, .rgba: true
    case .palette(let palette): !palette.isOpaque
    case .grey, .rgb: false
    }
  }

  /// Whether samples are indices, not amounts.
  var isPalette: Bool {
    if case .palette = self { true } else { false }
  }

  public var description: String {
    switch self {
    case .grey: "grey"
    case .greyAlpha: "grey with alpha"
    case .rgb: "RGB"
    case .rgba: "RGB with alpha"
    case .palette(let palette): "palette of \(palette.colours.count) colours"
    }
  }
}
