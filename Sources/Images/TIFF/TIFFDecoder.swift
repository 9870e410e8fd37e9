internal import CImageCodecs
internal import Tensors

/// Reads the first image of a TIFF or BigTIFF file (TIFF 6.0 and its supplements 1 and 2).
///
/// | read | |
/// |---|---|
/// | grey, white is 0 or black is 0 | 1, 2, 4, 8, 16 bits; 8 to 32 signed; 32 unsigned; 16, 32, 64 floating point |
/// | palette | 1, 2, 4, 8 bits: the indices are kept |
/// | RGB, with alpha or without | 8, 16 bits; floating point |
/// | layout | strips, tiles, samples interleaved or in planes, either byte order |
/// | compression | none, LZW, deflate, PackBits, fax (CCITT) |
///
/// Everything else is refused by its name. Further pages are left out, which a note says.
struct TIFFDecoder {
  let bytes: [UInt8]
  let source: String
  let limits: ImageLimits

  func header() throws(ImageError) -> ImageHeader { try description().header }

  func image() throws(ImageError) -> Image {
    let (header, info) = try description()
    try checkPlausible(header, info)
    let samples = try samples(header, info)
    return Image(header: finished(header, samples), samples: samples)
  }

  private typealias Description = (header: ImageHeader, info: cimage_tiff_info)

  private func description() throws(ImageError) -> Description {
    var info = cimage_tiff_info()
    var palette = [UInt8](repeating: 0, count: CIMAGE_PALETTE_LENGTH)
    var message = CodecMessage()
    let status = cimage_tiff_inspect(
      bytes, bytes.count, UInt32(limits.side), &info, &palette, &message.characters)
    guard Int(status) == CIMAGE_OK else { throw failure(message) }
    try limits.check(width: Int(info.width), height: Int(info.height), source: source)
    let kind = try TIFFKind(info, palette: palette, source: source)
    var header = ImageHeader(
      format: .tiff, width: Int(info.width), height: Int(info.height), colour: kind.colour,
      bitDepth: Int(info.bit_depth))
    header.numbers = kind.numbers
    if kind.numbers == .floating { header.valueStep = 0 }
    header.orientation = Orientation(rawValue: Int(info.orientation)) ?? .upright
    if header.orientation != .upright { header.notes.append(header.orientation.tiffNote) }
    if info.page_count > 1 {
      header.notes.append("the file holds \(info.page_count) pages; the first is read, the others are left out")
    }
    if kind.isWhiteZero {
      // Without a largest value there is nothing to subtract from.
      header.isWhiteLow = header.numbers != .unsigned || header.bitDepth > 16
      header.notes.append("white is stored as 0; the values are turned, so that black is 0")
    }
    return (header, info)
  }

  /// Compares the claimed pixels with what so many bytes can hold, before any memory is taken for them.
  private func checkPlausible(_ header: ImageHeader, _ info: cimage_tiff_info) throws(ImageError) {
    let packed = (header.width * header.colour.channels * header.bitDepth + 7) / 8 * header.height
    let ratio = TIFFKind.bestRatio(ofCompression: Int(info.compression), width: header.width)
    guard packed / ratio <= bytes.count else {
      throw ImageError(
        "\(bytes.count) bytes cannot hold the \(header.width) × \(header.height) pixels that the header claims",
        in: source, hint: "the file is damaged or forged: fetch it again")
    }
  }

  private func samples(_ header: ImageHeader, _ info: cimage_tiff_info) throws(ImageError) -> ImageSamples {
    let isUnsigned = header.numbers == .unsigned
    let isWhiteZero = Int(info.photometric) == TIFFKind.whiteIsZero
    if isUnsigned, header.bitDepth <= 8 {
      let largest = UInt8(header.largestSample)
      let octets = try decoded(header.sampleCount)
      return .bytes(isWhiteZero ? octets.map { largest - $0 } : octets)
    }
    if isUnsigned, header.bitDepth == 16 {
      let words = Self.native(try decoded(header.sampleCount * 2)) { (bits: UInt16) in bits }
      return .words(isWhiteZero ? words.map { UInt16.max - $0 } : words)
    }
    return .floats(try floats(header))
  }

  private func floats(_ header: ImageHeader) throws(ImageError) -> [Float] {
    let octets = try decoded(header.sampleCount * (header.bitDepth / 8))
    switch (header.numbers, header.bitDepth) {
    case (.signed, 8): return Self.native(octets) { (bits: Int8) in Float(bits) }
    case (.signed, 16): return Self.native(octets) { (bits: Int16) in Float(bits) }
    case (.signed, _): return Self.native(octets) { (bits: Int32) in Float(bits) }
    case (.unsigned, _): return Self.native(octets) { (bits: UInt32) in Float(bits) }
    case (.floating, 16): return Self.native(octets) { (bits: UInt16) in HalfPrecision.float(bits) }
    case (.floating, 32): return Self.native(octets) { (bits: UInt32) in Float(bitPattern: bits) }
    case (.floating, _): return Self.native(octets) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    }
  }

  private func decoded(_ size: Int) throws(ImageError) -> [UInt8] {
    var octets = [UInt8](repeating: 0, count: size)
    var message = CodecMessage()
    let status = cimage_tiff_decode(
      bytes, bytes.count, UInt32(limits.side), &octets, octets.count, &message.characters)
    guard Int(status) == CIMAGE_OK else { throw failure(message) }
    return octets
  }

  private static func native<Bits: FixedWidthInteger, Value>(_ octets: [UInt8], _ value: (Bits) -> Value) -> [Value] {
    let size = MemoryLayout<Bits>.size
    return octets.withUnsafeBytes { raw in
      (0..<octets.count / size).map { value(raw.loadUnaligned(fromByteOffset: $0 * size, as: Bits.self)) }
    }
  }

  /// What only the samples tell: the window of values that have no largest one, and indices beyond `Float`'s integers.
  private func finished(_ header: ImageHeader, _ samples: ImageSamples) -> ImageHeader {
    guard case .floats = samples else { return header }
    var header = header
    let extremes = samples.extremes
    header.window = ValueWindow(of: extremes)
    if header.numbers != .floating, let extremes, max(abs(extremes.lowerBound), extremes.upperBound) > 16_777_216 {
      header.notes.append("values above 16,777,216 are rounded")
    }
    return header
  }

  private func failure(_ message: CodecMessage) -> ImageError {
    ImageError(
      "the TIFF cannot be decoded: \(message.text)", in: source,
      hint: "the file is damaged or of a rare kind: fetch it again, or convert it to PNG")
  }
}
