public import Tensors

/// What an image file says about itself before its pixels.
public struct ImageHeader: Sendable, Hashable, CustomStringConvertible {
  /// Nil for an image that was made here and not read.
  public let format: ImageFormat?
  public let width: Int
  public let height: Int
  public let colour: ColourModel
  /// Bits per sample as stored: 1, 2, 4, 8 or 16; up to 64 for TIFF and measured values.
  public let bitDepth: Int
  /// What kind of numbers the samples are.
  public var numbers = SampleNumbers.unsigned
  /// What becomes 0 and 1; nil where a sample is a fraction of the largest storable one.
  public var window: ValueWindow?
  /// The difference of neighbouring storable values, in the units of the samples; 0 for floating point.
  public var valueStep: Float = 1
  /// The lowest value is white (DICOM's MONOCHROME1); as a tensor it is 1.
  public var isWhiteLow = false
  /// Nil where the file does not say it, or not in millimetres.
  public var spacing: PixelSpacing?
  /// A PNG in seven passes (Adam7).
  public var isInterlaced = false
  /// A JPEG in several scans.
  public var isProgressive = false
  /// How the image wants to be turned for viewing; never applied unless `Image.upright()` is called.
  public var orientation = Orientation.upright
  /// What a careful reader should know, in sentences.
  public var notes: [String] = []

  public init(format: ImageFormat? = nil, width: Int, height: Int, colour: ColourModel, bitDepth: Int) {
    self.format = format
    self.width = width
    self.height = height
    self.colour = colour
    self.bitDepth = bitDepth
  }

  /// The largest value that an unsigned sample of this depth can take.
  public var largestSample: Int { bitDepth < 63 ? (1 << bitDepth) - 1 : Int.max }

  /// Whether the samples have no largest value, so that a window makes fractions of them.
  package var isMeasured: Bool {
    window != nil || numbers != .unsigned || bitDepth > 16 || format == .dicom || format == .nifti
  }

  /// The difference of neighbouring storable values once the image is a tensor: 1/255 for 8 bits, 0 for floating point.
  public var quantisationStep: Float {
    window.map { valueStep / ($0.high - $0.low) } ?? 1 / Float(largestSample)
  }

  /// Samples in the whole image.
  public var sampleCount: Int { width * height * colour.channels }

  /// "PNG 999 × 960, 1-bit grey, interlaced".
  public var description: String {
    let format = format.map { "\($0.rawValue) " } ?? ""
    let passes = isInterlaced ? ", interlaced" : isProgressive ? ", progressive" : ""
    return "\(format)\(width) × \(height), \(bitDepth)-bit \(numbers.adjective)\(colour)\(passes)"
  }
}

/// The kinds of numbers that samples can be.
public enum SampleNumbers: String, Sendable, Hashable {
  case unsigned, signed
  case floating = "floating-point"

  /// With a space behind it, or empty for the usual kind.
  var adjective: String { self == .unsigned ? "" : rawValue + " " }
}

extension ImageHeader {
  /// Reads the header of a PNG, JPEG, TIFF or DICOM file.
  ///
  /// - Throws: `FileError` or `ImageError`.
  public init(contentsOf path: String, limits: ImageLimits = .standard) throws {
    try self.init(of: ImageFileBytes.read(path), source: path, limits: limits)
  }

  public init(of bytes: [UInt8], source: String, limits: ImageLimits = .standard) throws(ImageError) {
    switch try ImageFormat(of: bytes, source: source) {
    case .png: self = try PNGDecoder(bytes: bytes, source: source, limits: limits).header()
    case .jpeg: self = try JPEGDecoder(bytes: bytes, source: source, limits: limits).header()
    case .tiff: self = try TIFFDecoder(bytes: bytes, source: source, limits: limits).header()
    case .dicom: self = try DICOMDecoder(bytes: bytes, source: source, limits: limits).header()
    case .nifti: throw ImageFormat.volumeRefusal(source)
    }
  }
}
