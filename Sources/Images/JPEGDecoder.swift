internal import CImageCodecs

/// Reads a JPEG file (ITU-T T.81) of 8 bits: baseline or progressive, grey or colour; CMYK is refused.
///
/// Decoding is that of libjpeg with its defaults (integer "slow" inverse DCT, smooth chroma upsampling), which is what
/// Pillow and OpenCV use too. A damaged file is refused, although libjpeg would fill the gaps with grey.
struct JPEGDecoder {
  /// A block of 64 pixels takes at least one bit; 16 allows for a component subsampled four times each way.
  private static let mostPixelsPerByte = 8 * 64 * 16

  let bytes: [UInt8]
  let source: String
  let limits: ImageLimits

  func header() throws(ImageError) -> ImageHeader {
    var info = cimage_jpeg_info()
    var message = CodecMessage()
    let status = cimage_jpeg_inspect(bytes, bytes.count, UInt32(limits.side), &info, &message.characters)
    guard Int(status) == CIMAGE_OK else { throw failure(message) }
    try limits.check(width: Int(info.width), height: Int(info.height), source: source)
    var header = ImageHeader(
      format: .jpeg, width: Int(info.width), height: Int(info.height), colour: try colour(info), bitDepth: 8)
    header.isProgressive = info.is_progressive != 0
    header.orientation = EXIF.orientation(ofJPEG: bytes)
    if header.orientation != .upright { header.notes.append(header.orientation.note) }
    return header
  }

  func image() throws(ImageError) -> Image {
    var header = try header()
    guard header.width * header.height / Self.mostPixelsPerByte <= bytes.count else {
      throw ImageError(
        "\(bytes.count) bytes cannot hold the \(header.width) × \(header.height) pixels that the header claims",
        in: source, hint: "the file is damaged or forged: fetch it again")
    }
    var samples = [UInt8](repeating: 0, count: header.sampleCount)
    var message = CodecMessage()
    let status = cimage_jpeg_decode(
      bytes, bytes.count, UInt32(limits.side), &samples, samples.count, &message.characters)
    guard Int(status) == CIMAGE_OK else { throw failure(message) }
    if !message.text.isEmpty { header.notes.append("libjpeg remarks: \(message.text)") }
    return Image(header: header, samples: .bytes(samples))
  }

  private func colour(_ info: cimage_jpeg_info) throws(ImageError) -> ColourModel {
    switch Int(info.colour) {
    case CIMAGE_JPEG_GREY: return .grey
    case CIMAGE_JPEG_COLOUR: return .rgb
    case CIMAGE_JPEG_CMYK:
      throw ImageError(
        "the JPEG is stored in CMYK (printing colours), whose conversion to RGB depends on a colour profile",
        in: source, hint: "convert it to RGB with the program that made it")
    default:
      throw ImageError(
        "the JPEG has \(info.components) components of an unknown kind", in: source, hint: "save it as grey or RGB")
    }
  }

  private func failure(_ message: CodecMessage) -> ImageError {
    ImageError("the JPEG cannot be decoded: \(message.text)", in: source, hint: "the file is damaged: fetch it again")
  }
}
