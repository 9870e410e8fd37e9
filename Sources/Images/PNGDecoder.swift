internal import CImageCodecs

/// Reads a PNG file of any kind that the specification (ISO/IEC 15948) knows.
struct PNGDecoder {
  /// Deflate cannot compress better than this (RFC 1951), so a file that claims more pixels is forged.
  private static let bestRatio = 1032

  let bytes: [UInt8]
  let source: String
  let limits: ImageLimits

  func header() throws(ImageError) -> ImageHeader {
    var info = cimage_png_info()
    var palette = [UInt8](repeating: 0, count: CIMAGE_PALETTE_LENGTH)
    var message = CodecMessage()
    let status = cimage_png_inspect(
      bytes, bytes.count, UInt32(limits.side), &info, &palette, &message.characters)
    guard Int(status) == CIMAGE_OK else { throw failure(message) }
    try limits.check(width: Int(info.width), height: Int(info.height), source: source)

    var header = ImageHeader(
      format: .png, width: Int(info.width), height: Int(info.height), colour: try Self.colour(info, palette, source),
      bitDepth: Int(info.bit_depth))
    header.isInterlaced = info.is_interlaced != 0
    header.orientation = EXIF.orientation(ofPNG: bytes)
    if info.has_transparent_colour != 0 {
      header.notes.append("one colour is declared transparent; the declaration is ignored")
    }
    if header.orientation != .upright { header.notes.append(header.orientation.note) }
    return header
  }

  func image() throws(ImageError) -> Image {
    let header = try header()
    try checkPlausible(header)
    var message = CodecMessage()
    var status = CIMAGE_FAILED
    let samples: ImageSamples
    if header.bitDepth == 16 {
      var words = [UInt16](repeating: 0, count: header.sampleCount)
      status = decode(into: &words, size: words.count * 2, &message)
      samples = .words(words)
    } else {
      var octets = [UInt8](repeating: 0, count: header.sampleCount)
      status = decode(into: &octets, size: octets.count, &message)
      samples = .bytes(octets)
    }
    guard status == CIMAGE_OK else { throw failure(message) }
    return Image(header: noting(samples, header), samples: samples)
  }

  private func decode(into samples: UnsafeMutableRawPointer, size: Int, _ message: inout CodecMessage) -> Int {
    Int(cimage_png_decode(bytes, bytes.count, UInt32(limits.side), samples, size, &message.characters))
  }

  /// Compares the claimed pixels with what so many bytes can hold, before any memory is taken for them.
  private func checkPlausible(_ header: ImageHeader) throws(ImageError) {
    let bitsPerRow = header.width * header.colour.channels * header.bitDepth
    let packed = (bitsPerRow + 7) / 8 * header.height
    guard packed / Self.bestRatio <= bytes.count else {
      throw ImageError(
        "\(bytes.count) bytes cannot hold the \(header.width) × \(header.height) pixels that the header claims",
        in: source, hint: "the file is damaged or forged: fetch it again")
    }
  }

  /// A palette index without a colour is an error of the file that a mask can live with: it is said, not refused.
  private func noting(_ samples: ImageSamples, _ header: ImageHeader) -> ImageHeader {
    guard case .palette(let palette) = header.colour, case .bytes(let indices) = samples,
      let largest = indices.max(), Int(largest) >= palette.colours.count
    else { return header }
    var header = header
    header.notes.append("index \(largest) is used, but the palette has only \(palette.colours.count) colours")
    return header
  }

  private static func colour(
    _ info: cimage_png_info, _ palette: [UInt8], _ source: String
  ) throws(ImageError) -> ColourModel {
    switch Int(info.colour_type) {
    case CIMAGE_PNG_GREY: .grey
    case CIMAGE_PNG_RGB: .rgb
    case CIMAGE_PNG_GREY_ALPHA: .greyAlpha
    case CIMAGE_PNG_RGB_ALPHA: .rgba
    case CIMAGE_PNG_PALETTE: .palette(Palette(entries: palette, count: Int(info.palette_count)))
    default: throw ImageError("colour type \(info.colour_type) is unknown", in: source, hint: "write it again")
    }
  }

  private func failure(_ message: CodecMessage) -> ImageError {
    ImageError("the PNG cannot be decoded: \(message.text)", in: source, hint: "the file is damaged: fetch it again")
  }
}
