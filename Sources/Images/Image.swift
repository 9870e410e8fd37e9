internal import Tensors

/// An image as it is stored: the samples untouched, with what they mean.
///
/// Nothing is converted on reading: no gamma, no colour profile, no palette look-up, no turning. `tensor(channels:)`
/// makes what a network wants of it.
public struct Image: Sendable, Hashable {
  public let header: ImageHeader
  public let samples: ImageSamples

  public init(header: ImageHeader, samples: ImageSamples) {
    precondition(
      samples.count == header.sampleCount,
      "Image: \(samples.count) samples cannot fill \(header.width) × \(header.height) × \(header.colour.channels)")
    self.header = header
    self.samples = samples
  }

  public var width: Int { header.width }
  public var height: Int { header.height }
  /// Samples per pixel as stored; 1 for a palette image.
  public var channels: Int { header.colour.channels }

  /// An 8-bit image from interleaved bytes.
  public init(width: Int, height: Int, colour: ColourModel, bytes: [UInt8]) {
    self.init(
      header: ImageHeader(width: width, height: height, colour: colour, bitDepth: 8), samples: .bytes(bytes))
  }
}

extension Image {
  /// Reads a PNG, JPEG, TIFF or DICOM file; which of them, its content says.
  ///
  /// - Throws: `FileError` or `ImageError`.
  public init(contentsOf path: String, limits: ImageLimits = .standard) throws {
    try self.init(decoding: ImageFileBytes.read(path), source: path, limits: limits)
  }

  /// Decodes a PNG, JPEG, TIFF or DICOM file held by `bytes`; `source` is what messages call it.
  public init(decoding bytes: [UInt8], source: String, limits: ImageLimits = .standard) throws(ImageError) {
    switch try ImageFormat(of: bytes, source: source) {
    case .png: self = try PNGDecoder(bytes: bytes, source: source, limits: limits).image()
    case .jpeg: self = try JPEGDecoder(bytes: bytes, source: source, limits: limits).image()
    case .tiff: self = try TIFFDecoder(bytes: bytes, source: source, limits: limits).image()
    case .dicom: self = try DICOMDecoder(bytes: bytes, source: source, limits: limits).image()
    case .nifti: throw ImageFormat.volumeRefusal(source)
    }
  }
}

/// Reading a whole image file, with a bound that no image inside the limits can need.
enum ImageFileBytes {
  private static let largest = 2 << 30

  static func read(_ path: String) throws -> [UInt8] {
    let source = try ByteSource(contentsOf: path)
    guard source.count <= largest else {
      throw ImageError("\(source.count) bytes are too many for an image", in: path, hint: "check the path")
    }
    return try source.bytes()
  }
}
