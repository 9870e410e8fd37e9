internal import CImageCodecs

/// What the samples of a TIFF file are, or why they are not read.
struct TIFFKind {
  static let whiteIsZero = 0

  let colour: ColourModel
  let numbers: SampleNumbers
  let isWhiteZero: Bool

  init(_ info: cimage_tiff_info, palette: [UInt8], source: String) throws(ImageError) {
    try Self.checkCompression(Int(info.compression), source)
    numbers = try Self.numbers(info, source)
    colour = try Self.colour(info, palette, numbers, source)
    isWhiteZero = Int(info.photometric) == Self.whiteIsZero
  }

  private static func numbers(_ info: cimage_tiff_info, _ source: String) throws(ImageError) -> SampleNumbers {
    let depth = Int(info.bit_depth)
    switch Int(info.sample_format) {
    case 1, 4:
      if [1, 2, 4, 8, 16, 32].contains(depth) { return .unsigned }
    case 2:
      if [8, 16, 32].contains(depth) { return .signed }
    case 3:
      if [16, 32, 64].contains(depth) { return .floating }
    default: break
    }
    let kinds = [1: "unsigned", 2: "signed", 3: "floating-point", 5: "complex", 6: "complex floating-point"]
    throw refusal(
      "its samples are \(depth)-bit \(kinds[Int(info.sample_format)] ?? "untyped") numbers", source,
      "save it with 8 or 16 bits, or as 32-bit floating point")
  }

  private static func colour(
    _ info: cimage_tiff_info, _ palette: [UInt8], _ numbers: SampleNumbers, _ source: String
  ) throws(ImageError) -> ColourModel {
    let channels = Int(info.channels)
    switch (Int(info.photometric), channels) {
    case (0, 1), (1, 1): return .grey
    case (0, 2), (1, 2): return .greyAlpha
    case (2, 3), (2, 4):
      guard info.bit_depth >= 8 else { break }
      return channels == 3 ? .rgb : .rgba
    case (3, 1):
      guard info.palette_count > 0, numbers == .unsigned else { break }
      return .palette(Palette(entries: palette, count: Int(info.palette_count)))
    default: break
    }
    let name = photometrics[Int(info.photometric)] ?? "colour kind \(info.photometric)"
    throw refusal(
      "it stores \(name) with \(channels) samples a pixel of \(info.bit_depth) bits", source,
      channels > 4 ? "save one file per channel" : "save it as grey or RGB with 8 or 16 bits")
  }

  private static let photometrics = [
    0: "grey", 1: "grey", 2: "RGB", 3: "palette indices", 4: "a transparency mask", 5: "CMYK (printing colours)",
    6: "YCbCr", 8: "CIE L*a*b*", 9: "ICC L*a*b*", 10: "ITU L*a*b*", 32803: "a camera's raw mosaic", 32844: "LogL",
    32845: "LogLuv",
  ]

  /// Those of libtiff's own codecs that find damage: everything else would bring in another library's trust.
  private static let compressions: Set<Int> = [1, 2, 3, 4, 5, 8, 32773, 32946]

  private static let otherCompressions = [
    6: "old-style JPEG", 7: "JPEG", 34661: "JBIG", 33003: "JPEG 2000", 33005: "JPEG 2000", 34712: "JPEG 2000",
    34887: "LERC", 34925: "LZMA", 50000: "Zstandard", 50001: "WebP", 50002: "JPEG XL", 32809: "ThunderScan",
    32766: "NeXT", 34676: "SGI Log", 34677: "SGI Log",
  ]

  private static func checkCompression(_ code: Int, _ source: String) throws(ImageError) {
    guard !compressions.contains(code) else { return }
    let name = otherCompressions[code] ?? "method \(code)"
    throw refusal("it is compressed with \(name)", source, "save it uncompressed, or with LZW or deflate")
  }

  /// How many bytes of pixels one byte of a file can hold at most.
  static func bestRatio(ofCompression code: Int, width: Int) -> Int {
    switch code {
    case 1: 1
    case 32773: 64
    // A fax row that equals the one above takes one bit.
    case 2, 3, 4: max(width, 1)
    // LZW codes of 9 to 12 bits stand for up to 4,096 bytes; deflate reaches 1,032.
    default: 4096
    }
  }

  private static func refusal(_ what: String, _ source: String, _ hint: String) -> ImageError {
    ImageError("this TIFF is not read: \(what)", in: source, hint: hint)
  }
}
