public import Images
internal import Tensors

/// Reads masks of every common coding, and says which one it found.
///
/// What the codes of a file mean is decided by these rules, first match first; void pixels are set aside before.
///
/// | found | taken as |
/// |---|---|
/// | the coding asked for with `request` | that, or an error that lists what does not fit |
/// | 1-bit grey | 0 background, 1 foreground |
/// | only 0 | all background |
/// | palette | index is the class |
/// | all values below the class count | value is the class |
/// | nothing but 0 and the largest value (255, 65535) | background, foreground |
/// | two other values, two classes | the lower is background |
/// | several values up to 31, class count unknown | value is the class |
/// | fractions from 0 to 1 (floating point) | foreground from 0.5 on, or from that of `.probability` |
/// | an array [classes, height, width] | the class of the largest value |
/// | anything else: grey levels, colours | an error that lists the values and names the flag to give |
public struct MaskReader: Sendable, Hashable {
  public var request: MaskCodingRequest
  /// How many classes the network knows, background included; nil when no network is at hand.
  public var classCount: Int?
  /// The stored value of pixels that do not count: a grey value, a palette index, or 0xRRGGBB for colours.
  public var voidCode: Int?

  public init(request: MaskCodingRequest = .automatic, classCount: Int? = nil, voidCode: Int? = nil) {
    precondition(classCount.map { $0 >= 2 } ?? true, "MaskReader: expected two classes or more")
    self.request = request
    self.classCount = classCount
    self.voidCode = voidCode
  }

  /// Reads a mask file: PNG, JPEG, TIFF, DICOM, or an NPY array; its content says which.
  ///
  /// - Throws: `FileError`, `ImageError`, `NPYError` or `SegmentationError`.
  public func mask(contentsOf path: String) throws -> DecodedMask {
    let bytes = try ByteSource(contentsOf: path).bytes()
    guard bytes.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) else {
      return try mask(of: Image(decoding: bytes, source: path), source: path)
    }
    let file = try NPYFile(bytes: bytes, source: path)
    if let planes = ClassPlanes(file) { return planes.decoded(classCount: classCount) }
    return try decode(MaskPixels(file, source: path), bitDepth: 8, source: path)
  }

  /// Reads the classes out of an image; `source` is what messages call it.
  public func mask(of image: Image, source: String) throws(SegmentationError) -> DecodedMask {
    try decode(MaskPixels(image, source: source), bitDepth: image.header.bitDepth, source: source)
  }

  private func decode(_ pixels: MaskPixels, bitDepth: Int, source: String) throws(SegmentationError) -> DecodedMask {
    if let shares = pixels.shares { return try decode(shares, pixels, source) }
    let values = pixels.distinct.filter { $0 != voidCode }
    let rules = MaskCodingRules(
      kind: pixels.kind, bitDepth: bitDepth, values: values, classCount: classCount, source: source)
    let decision = values.isEmpty ? .init(coding: .onlyVoid, classes: [:]) : try rules.decision(for: request)
    let found = decision.classes.values.max().map { Int($0) + 1 } ?? 0
    let classes = pixels.classes { $0 == voidCode ? Mask.void : decision.classes[$0] ?? 0 }
    let mask = Mask(
      height: pixels.height, width: pixels.width, classCount: classCount ?? max(found, 2), classes: classes)
    return DecodedMask(mask: mask, coding: decision.coding)
  }

  private func decode(
    _ shares: [Float], _ pixels: MaskPixels, _ source: String
  ) throws(SegmentationError) -> DecodedMask {
    let threshold: Double
    switch request {
    case .automatic: threshold = 0.5
    case .probability(let share): threshold = share
    default:
      throw SegmentationError(
        "the mask holds fractions", in: source, hint: "give --mask-coding probability:0.5, or save class indices")
    }
    guard shares.allSatisfy({ (0...1).contains($0) }) else {
      throw SegmentationError(
        "the mask holds fractions that are no probabilities, or NaN", in: source,
        hint: "save class indices, for example with .astype('uint8')")
    }
    let mask = Mask(
      height: pixels.height, width: pixels.width, classCount: classCount ?? 2,
      classes: shares.map { Double($0) >= threshold ? 1 : 0 })
    return DecodedMask(mask: mask, coding: .probability(threshold))
  }
}
