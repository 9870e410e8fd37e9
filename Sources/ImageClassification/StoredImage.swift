internal import Images
internal import Tensors

/// What a file says of its image before the pixels are read.
public struct StoredImage: Equatable, Sendable {
  /// "PNG 32 × 32, 8-bit RGB"; "NPY 1.0, uint8, shape [3, 32, 32]".
  public let what: String
  /// Of the image as it is given to a network: 1 for grey, 3 for colour, anything for an array.
  public let channels: Int
  public let height: Int
  public let width: Int
  /// The largest value that can be stored, which becomes 1; nil for floating-point numbers, which stay as they are,
  /// and for measured values, which go through a window.
  public let largestValue: Int?
  /// The values become fractions 0…1, as all do but floating-point numbers of an array.
  public let isFraction: Bool
  /// What a careful reader should know, in sentences.
  public let notes: [String]
}

extension StoredImage {
  private static let measured =
    "measured values: the file's window, or else its lowest and highest value, became 0 and 1 of each image for itself"

  init(_ header: ImageHeader) {
    let isGrey = header.colour == .grey || header.colour == .greyAlpha
    let alpha = header.colour.hasAlpha ? [ChannelNote.alphaDropped] : []
    self.init(
      what: header.description, channels: isGrey ? 1 : 3, height: header.height, width: header.width,
      largestValue: header.colour.isPalette ? 255 : header.isMeasured ? nil : header.largestSample,
      isFraction: true, notes: header.notes + alpha + (header.isMeasured ? [Self.measured] : []))
  }

  /// An array `[C, H, W]`, or `[H, W]` for grey.
  init(_ header: NPYHeader, source: String) throws(ImageError) {
    let shape = header.shape
    guard shape.count == 3 || shape.count == 2, !shape.contains(0) else {
      throw ImageError(
        "the array is \(shape), not channels, height, width", in: source,
        hint: "save one image an array, for example with numpy.save(name, image[0])")
    }
    let (channels, height, width) = shape.count == 3 ? (shape[0], shape[1], shape[2]) : (1, shape[0], shape[1])
    let (sides, overflow) = height.multipliedReportingOverflow(by: width)
    guard !overflow, sides <= ImageLimits.standard.pixels, channels <= 4096 else {
      throw ImageError("the array \(shape) is too large for an image", in: source, hint: "cut or shrink it first")
    }
    let largest = try Self.largestValue(header.element, source)
    self.init(
      what: header.description, channels: channels, height: height, width: width, largestValue: largest,
      isFraction: largest != nil, notes: [])
  }

  private static func largestValue(_ element: NPYElement, _ source: String) throws(ImageError) -> Int? {
    switch (element.kind, element.size) {
    case (.boolean, _): return 1
    case (.unsigned, 1): return 255
    case (.unsigned, 2): return 65_535
    case (.real, _): return nil
    default:
      throw ImageError(
        "it is not known which number of \(element) is white", in: source,
        hint: "save the image as uint8 or uint16 (0 to the largest number), or as float32 in the units of the card")
    }
  }
}

extension ColourModel {
  fileprivate var isPalette: Bool { if case .palette = self { true } else { false } }
}
