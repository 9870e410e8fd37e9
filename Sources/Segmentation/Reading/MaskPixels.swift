internal import Images
internal import Tensors

/// The raw codes of a mask file before they are given a meaning.
struct MaskPixels {
  enum Kind: Equatable {
    /// Grey levels, up to `largest`.
    case grey(largest: Int)
    case palette(Palette)
    /// Codes 0xRRGGBB.
    case colour
  }

  let height: Int
  let width: Int
  let kind: Kind
  /// One code per pixel, row-major.
  let codes: [Int]
  /// The values themselves where one of them is no whole number; there are no codes then.
  var shares: [Float]?

  /// The codes that occur, in ascending order.
  var distinct: [Int] {
    var found: Set<Int> = []
    // Masks come in long runs: only where the code changes is there anything to look up.
    var previous: Int?
    for code in codes where code != previous {
      found.insert(code)
      previous = code
    }
    return found.sorted()
  }

  /// Every code's class, again looked up only where the code changes.
  func classes(_ classOf: (Int) -> Int32) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(codes.count)
    var previous: (code: Int, label: Int32)?
    for code in codes {
      let label = previous.flatMap { $0.code == code ? $0.label : nil } ?? classOf(code)
      previous = (code, label)
      result.append(label)
    }
    return result
  }
}

extension MaskPixels {
  /// RGB with three equal channels everywhere is grey, and so is a palette in which index i is grey level i.
  init(_ image: Image, source: String) throws(SegmentationError) {
    if case .floats(let values) = image.samples {
      guard image.channels == 1 else {
        throw SegmentationError("a colour image of measured values is no mask", in: source, hint: "save class indices")
      }
      self.init(height: image.height, width: image.width, values: values)
      return
    }
    let samples = image.samples.integers
    let channels = image.channels
    let kind: Kind, codes: [Int]
    switch image.header.colour {
    case .palette(let palette):
      let isGrey = image.header.bitDepth == 8 && Self.isIdentity(palette, for: Set(samples))
      (kind, codes) = (isGrey ? .grey(largest: 255) : .palette(palette), samples)
    case .grey, .greyAlpha:
      kind = .grey(largest: image.header.largestSample)
      codes = channels == 1 ? samples : stride(from: 0, to: samples.count, by: channels).map { samples[$0] }
    case .rgb, .rgba:
      (kind, codes) = try Self.colourCodes(samples, channels, image.header, source)
    }
    self.init(height: image.height, width: image.width, kind: kind, codes: codes)
  }

  /// Whole numbers of an array [H, W], as NPY masks hold them.
  init(_ file: NPYFile, source: String) throws {
    let shape =
      file.header.shape.count == 3 && file.header.shape[0] == 1
      ? Array(file.header.shape.dropFirst()) : file.header.shape
    guard shape.count == 2, shape.product > 0, file.header.element.kind != .complex else {
      throw SegmentationError(
        "a mask is an array [height, width], this is \(file.header)", in: source, hint: "save one mask per file")
    }
    self.init(height: shape[0], width: shape[1], values: try file.tensor().scalars)
  }

  /// Whole numbers are codes as a grey image of 8 bits has them; anything else is a share.
  private init(height: Int, width: Int, values: [Float]) {
    let codes = values.compactMap { Int(exactly: $0) }
    let areCodes = codes.count == values.count
    self.init(height: height, width: width, kind: .grey(largest: 255), codes: areCodes ? codes : [])
    if !areCodes { shares = values }
  }

  private static func isIdentity(_ palette: Palette, for used: Set<Int>) -> Bool {
    used.allSatisfy { $0 < palette.colours.count && palette.colours[$0].isGrey && Int(palette.colours[$0].red) == $0 }
  }

  private static func colourCodes(
    _ samples: [Int], _ channels: Int, _ header: ImageHeader, _ source: String
  ) throws(SegmentationError) -> (Kind, [Int]) {
    let starts = stride(from: 0, to: samples.count, by: channels)
    if starts.allSatisfy({ samples[$0] == samples[$0 + 1] && samples[$0] == samples[$0 + 2] }) {
      return (.grey(largest: header.largestSample), starts.map { samples[$0] })
    }
    guard header.bitDepth == 8 else {
      throw SegmentationError("colours of 16 bits are no mask", in: source, hint: "save the mask with 8 bits a channel")
    }
    return (.colour, starts.map { samples[$0] << 16 | samples[$0 + 1] << 8 | samples[$0 + 2] })
  }
}
