internal import Tensors

/// Reads a DICOM file of one grey image (PS3.3, C.7.6.3 image pixel, C.11 look-up tables and windows).
///
/// | read | |
/// |---|---|
/// | transfer syntax | implicit or explicit VR, little endian, not compressed |
/// | pixels | MONOCHROME1 and 2, one frame, 8 or 16 bits allocated, signed or not |
/// | values | slope · stored + intercept, as `ImageSamples.floats` |
/// | window | the file's first, else the lowest and the highest value |
///
/// Everything else is refused by its name. What says who the patient is is never read.
struct DICOMDecoder {
  private enum Tag {
    static let modality: UInt32 = 0x0008_0060
    static let samplesPerPixel: UInt32 = 0x0028_0002
    static let photometric: UInt32 = 0x0028_0004
    static let frames: UInt32 = 0x0028_0008
    static let rows: UInt32 = 0x0028_0010
    static let columns: UInt32 = 0x0028_0011
    static let spacing: UInt32 = 0x0028_0030
    static let bitsAllocated: UInt32 = 0x0028_0100
    static let bitsStored: UInt32 = 0x0028_0101
    static let highBit: UInt32 = 0x0028_0102
    static let isSigned: UInt32 = 0x0028_0103
    static let windowCentre: UInt32 = 0x0028_1050
    static let windowWidth: UInt32 = 0x0028_1051
    static let intercept: UInt32 = 0x0028_1052
    static let slope: UInt32 = 0x0028_1053
    static let unit: UInt32 = 0x0028_1054
    static let windowFunction: UInt32 = 0x0028_1056
    static let modalityTable: UInt32 = 0x0028_3000
    static let valueTable: UInt32 = 0x0028_3010
  }

  let bytes: [UInt8]
  let source: String
  let limits: ImageLimits

  func header() throws(ImageError) -> ImageHeader {
    let elements = try DICOMElements(of: bytes, source: source)
    return try header(elements, pixels(elements))
  }

  func image() throws(ImageError) -> Image {
    let elements = try DICOMElements(of: bytes, source: source)
    let pixels = try pixels(elements)
    var header = try header(elements, pixels)
    let scale = Float(pixels.slope), offset = Float(pixels.intercept)
    let isWhole = pixels.slope == pixels.slope.rounded() && pixels.intercept == pixels.intercept.rounded()
    let values = pixels.stored(in: bytes).map { stored in
      // Whole numbers of 16 bits stay exact in Float; others are rounded once.
      isWhole ? Float(stored) * scale + offset : Float(Double(stored) * pixels.slope + pixels.intercept)
    }
    let samples = ImageSamples.floats(values)
    header.window = header.window ?? ValueWindow(of: samples.extremes)
    return Image(header: header, samples: samples)
  }

  private func pixels(_ elements: DICOMElements) throws(ImageError) -> DICOMPixels {
    let frames = elements.text(Tag.frames).flatMap { Int($0) } ?? 1
    guard frames == 1 else {
      throw refusal("it holds \(frames) frames", "save the frames one by one, or as NIfTI")
    }
    let kind = elements.text(Tag.photometric) ?? "no photometric interpretation"
    guard elements.number(Tag.samplesPerPixel) ?? 1 == 1, kind.hasPrefix("MONOCHROME") else {
      throw refusal("it is no grey image but \(kind)", "save it as PNG")
    }
    guard let height = elements.number(Tag.rows), let width = elements.number(Tag.columns),
      let allocated = elements.number(Tag.bitsAllocated), let place = elements.place(of: DICOMElements.pixelData)
    else { throw refusal("it holds no image (rows, columns, bits or pixels are missing)", "check what it is") }
    guard allocated == 8 || allocated == 16 else {
      throw refusal(
        "its samples take \(allocated) bits", allocated == 1 ? "save the segments as PNG or NIfTI" : "save it as NIfTI")
    }
    try limits.check(width: width, height: height, source: source)
    let stored = elements.number(Tag.bitsStored) ?? allocated
    let high = elements.number(Tag.highBit) ?? stored - 1
    guard (1...allocated).contains(stored), (stored - 1..<allocated).contains(high) else {
      throw refusal(
        "\(stored) of \(allocated) bits up to bit \(high) are no number", "the file is damaged: fetch it again")
    }
    guard place.count >= width * height * (allocated / 8) else {
      throw refusal(
        "it has \(place.count) bytes of pixels, \(width) × \(height) need \(width * height * (allocated / 8))",
        "the file is cut short: fetch it again")
    }
    let (slope, intercept) = try rescaling(elements)
    return DICOMPixels(
      width: width, height: height, place: place, bytesPerSample: allocated / 8, bits: stored,
      shift: high - stored + 1, isSigned: elements.number(Tag.isSigned) == 1, slope: slope, intercept: intercept,
      isWhiteLow: kind == "MONOCHROME1")
  }

  private func rescaling(_ elements: DICOMElements) throws(ImageError) -> (slope: Double, intercept: Double) {
    if elements.holds(Tag.modalityTable) {
      throw refusal("its values go through a table of their own (Modality LUT)", "save it as NIfTI")
    }
    let slope = elements.decimals(Tag.slope).first ?? 1
    let intercept = elements.decimals(Tag.intercept).first ?? 0
    guard slope != 0, abs(slope) < 1e12, abs(intercept) < 1e15 else {
      throw refusal("its rescale slope is \(slope), its intercept \(intercept)", "the file is damaged: fetch it again")
    }
    return (slope, intercept)
  }

  private func header(_ elements: DICOMElements, _ pixels: DICOMPixels) throws(ImageError) -> ImageHeader {
    var header = ImageHeader(
      format: .dicom, width: pixels.width, height: pixels.height, colour: .grey, bitDepth: pixels.bits)
    header.numbers = pixels.isSigned ? .signed : .unsigned
    header.valueStep = Float(abs(pixels.slope))
    header.isWhiteLow = pixels.isWhiteLow
    let spacing = elements.decimals(Tag.spacing)
    if spacing.count == 2 { header.spacing = PixelSpacing(row: spacing[0], column: spacing[1]) }
    if header.spacing?.isMeasurable == false { header.spacing = nil }
    header.window = window(elements)
    header.notes = notes(elements, pixels)
    return header
  }

  /// PS3.3, C.11.2.1.2: LINEAR, the usual one, ends half a value inside of LINEAR_EXACT on either side.
  private func window(_ elements: DICOMElements) -> ValueWindow? {
    guard let centre = elements.decimals(Tag.windowCentre).first, let width = elements.decimals(Tag.windowWidth).first
    else { return nil }
    let isExact = elements.text(Tag.windowFunction) == "LINEAR_EXACT"
    let middle = isExact || width <= 1 ? centre : centre - 0.5
    let half = isExact || width <= 1 ? width / 2 : (width - 1) / 2
    let (low, high) = (Float(middle - half), Float(middle + half))
    guard width > 0, low.isFinite, high.isFinite, low < high else { return nil }
    return ValueWindow(low: low, high: high, origin: .file)
  }

  private func notes(_ elements: DICOMElements, _ pixels: DICOMPixels) -> [String] {
    var notes: [String] = []
    if let note = Rescaling.note(slope: pixels.slope, intercept: pixels.intercept, unit: elements.text(Tag.unit)) {
      notes.append(note)
    }
    if pixels.isWhiteLow { notes.append("MONOCHROME1: the lowest value is white; as a tensor it is turned") }
    let windows = elements.decimals(Tag.windowCentre).count
    if windows > 1 { notes.append("the file has \(windows) windows; the first is used") }
    if elements.text(Tag.windowFunction) == "SIGMOID" {
      notes.append("the file wants a sigmoid window; a linear one of its width is used")
    }
    if elements.holds(Tag.valueTable) { notes.append("the file's table of grey values (VOI LUT) is not applied") }
    return notes
  }

  private func refusal(_ what: String, _ hint: String) -> ImageError {
    ImageError("this DICOM is not read: \(what)", in: source, hint: hint)
  }
}

/// The pixels of a DICOM file: where they lie and what their bits mean.
struct DICOMPixels {
  let width: Int
  let height: Int
  let place: Range<Int>
  let bytesPerSample: Int
  /// Bits that count, from bit `shift` on.
  let bits: Int
  let shift: Int
  let isSigned: Bool
  let slope: Double
  let intercept: Double
  let isWhiteLow: Bool

  /// The stored numbers; overlays in the unused bits are cut off.
  func stored(in bytes: [UInt8]) -> [Int] {
    let mask = 1 << bits - 1
    let sign = isSigned ? 1 << (bits - 1) : 0
    return (0..<width * height).map { pixel in
      let start = place.lowerBound + pixel * bytesPerSample
      let raw = bytesPerSample == 1 ? Int(bytes[start]) : Int(bytes[start]) | Int(bytes[start + 1]) << 8
      let value = raw >> shift & mask
      return value & sign == 0 ? value : value - mask - 1
    }
  }
}
