import Images
import Segmentation
import Tensors

/// What a PNG, JPEG, TIFF or DICOM file holds, as a picture and as a mask.
struct ImageFinding: Finding {
  static let kind = "image"
  /// More different pixels than this make a picture, whatever a mask's coding may be.
  private static let mostMaskValues = 256

  let format: String
  let width: Int
  let height: Int
  let colour: String
  let bitDepth: Int
  let isInterlaced: Bool
  let isProgressive: Bool
  /// As EXIF counts, 1 is upright.
  let orientation: Int
  let smallestSample: Float
  let largestSample: Float
  /// What becomes 0 and 1; nil where samples are fractions of the largest.
  let window: String?
  /// Millimetres between rows and between columns, where the file says them.
  let spacing: [Double]?
  let notes: [String]
  let mask: MaskFinding

  init(_ path: String, maskReader: MaskReader) throws {
    let image = try Image(contentsOf: path)
    let header = image.header
    format = header.format?.rawValue ?? "unknown"
    (width, height) = (header.width, header.height)
    let numbers = header.numbers == .unsigned ? "" : "\(header.numbers.rawValue) "
    colour = numbers + header.colour.description
    bitDepth = header.bitDepth
    (isInterlaced, isProgressive) = (header.isInterlaced, header.isProgressive)
    orientation = header.orientation.rawValue
    notes = header.notes
    let extremes = image.samples.extremes ?? 0...0
    (smallestSample, largestSample) = (extremes.lowerBound, extremes.upperBound)
    window = header.window?.description
    spacing = header.spacing.map { [$0.row, $0.column] }
    mask =
      image.hasMoreValues(than: Self.mostMaskValues)
      ? .picture("no: more than \(Self.mostMaskValues) different pixel values are a picture")
      : MaskFinding { try maskReader.mask(of: image, source: path) }
  }

  var title: String { "\(format) image" }

  var facts: [Fact] {
    var facts = [Fact("size", "\(width) × \(height) pixels")]
    let passes = isInterlaced ? ", interlaced" : isProgressive ? ", progressive" : ""
    facts.add(
      "stored",
      "\(bitDepth)-bit \(colour)\(passes), samples \(Wording.sample(smallestSample))...\(Wording.sample(largestSample))"
    )
    facts.add("window", window)
    facts.add("spacing", spacing.map { "\(PixelSpacing(row: $0[0], column: $0[1]))" })
    facts.add("as a mask", lines: mask.lines)
    facts.add("notes", lines: notes)
    return facts
  }
}

extension Image {
  /// Whether more than `limit` different pixels (alpha left out) occur.
  func hasMoreValues(than limit: Int) -> Bool {
    let colours = channels < 3 ? 1 : 3
    var found: Set<Int> = []
    var previous = -1
    for start in stride(from: 0, to: samples.count, by: channels) {
      let code = (0..<colours).reduce(0) { $0 << 16 | samples[start + $1] }
      guard code != previous else { continue }
      previous = code
      found.insert(code)
      if found.count > limit { return true }
    }
    return false
  }
}
