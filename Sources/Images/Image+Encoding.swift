internal import CImageCodecs
internal import Tensors

extension Image {
  /// The image as a PNG file of its own colour model and bit depth; the same image gives the same bytes.
  ///
  /// - Throws: `ImageError` for signed, 32-bit or floating-point samples, which PNG cannot hold.
  public func pngBytes() throws(ImageError) -> [UInt8] {
    if case .floats = samples {
      throw ImageError(
        "a \(header.bitDepth)-bit \(header.numbers.rawValue) image cannot be stored as PNG", in: "PNG",
        hint: "make a tensor of it first, and round that to 8 bits")
    }
    var info = cimage_png_info()
    (info.width, info.height) = (UInt32(width), UInt32(height))
    (info.bit_depth, info.channels) = (UInt8(header.bitDepth), UInt8(channels))
    var palette = [UInt8](repeating: 0, count: CIMAGE_PALETTE_LENGTH)
    info.colour_type = UInt8(header.colour.pngType)
    if case .palette(let stored) = header.colour {
      info.palette_count = UInt16(stored.colours.count)
      for (index, colour) in stored.colours.enumerated() {
        palette.replaceSubrange(
          4 * index..<4 * index + 4, with: [colour.red, colour.green, colour.blue, stored.alphas[index]])
      }
    }
    return try Self.encoded("PNG") { output, count, message in
      switch samples {
      case .bytes(let bytes): cimage_png_encode(bytes, &info, palette, output, count, message)
      case .words(let words): cimage_png_encode(words, &info, palette, output, count, message)
      case .floats: Int32(CIMAGE_FAILED)
      }
    }
  }

  /// Writes `pngBytes()` beside `path` and renames it into place.
  ///
  /// - Throws: `FileError` or `ImageError`.
  public func writePNG(to path: String) throws { try FileReplacement.write(pngBytes(), to: path) }

  /// The image as a baseline JPEG file; 8-bit grey or RGB only.
  ///
  /// - Parameters:
  ///   - quality: 1…100 on libjpeg's scale.
  ///   - keepsFullChroma: store colour at full resolution (4:4:4) and not at a quarter of the pixels (4:2:0).
  ///   - isProgressive: several scans, coarse to fine.
  /// - Returns: the whole file.
  /// - Throws: `ImageError` for any other colour model or bit depth.
  public func jpegBytes(
    quality: Int, keepsFullChroma: Bool = false, isProgressive: Bool = false
  ) throws(ImageError) -> [UInt8] {
    precondition((1...100).contains(quality), "Image: expected a JPEG quality of 1 to 100, is \(quality)")
    guard case .bytes(let bytes) = samples, header.bitDepth == 8, header.colour == .grey || header.colour == .rgb else {
      throw ImageError(
        "a \(header.bitDepth)-bit \(header.colour) image cannot be stored as JPEG", in: "JPEG",
        hint: "convert it to 8-bit grey or RGB first")
    }
    return try Self.encoded("JPEG") { output, count, message in
      cimage_jpeg_encode(
        bytes, UInt32(width), UInt32(height), Int32(channels), Int32(quality), keepsFullChroma ? 1 : 0,
        isProgressive ? 1 : 0, output, count, message)
    }
  }

  private typealias OutputPointer = UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>

  /// Runs an encoder and takes over the memory it leaves.
  private static func encoded(
    _ format: String,
    by encode: (OutputPointer, UnsafeMutablePointer<Int>, UnsafeMutablePointer<CChar>) -> Int32
  ) throws(ImageError) -> [UInt8] {
    var output: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = CodecMessage()
    let status = encode(&output, &count, &message.characters)
    guard Int(status) == CIMAGE_OK, let output else {
      throw ImageError("the image cannot be encoded: \(message.text)", in: format, hint: "check its size")
    }
    defer { cimage_free(output) }
    return Array(UnsafeBufferPointer(start: output, count: count))
  }
}

extension ColourModel {
  fileprivate var pngType: Int {
    switch self {
    case .grey: CIMAGE_PNG_GREY
    case .greyAlpha: CIMAGE_PNG_GREY_ALPHA
    case .rgb: CIMAGE_PNG_RGB
    case .rgba: CIMAGE_PNG_RGB_ALPHA
    case .palette: CIMAGE_PNG_PALETTE
    }
  }
}
