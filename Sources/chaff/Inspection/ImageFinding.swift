import Images
import Segmentation

/// What a PNG or JPEG file holds, as a picture and as a mask.
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
  let smallestSample: Int
  let largestSample: Int
  let notes: [String]
  let mask: MaskFinding

  init(_ path: String, maskReader: MaskReader) throws {
    let image = try Image(contentsOf: path)
    let header = image.header
    format = header.format?.rawValue ?? "unknown"
    (width, height) = (header.width, header.height)
    colour = header.colour.description
    bitDepth = header.bitDepth
    (isInterlaced, isProgressive) = (header.isInterlaced, header.isProgressive)
    orientation = header.orientation.rawValue
    notes = header.notes
    (smallestSample, largestSample) = image.samples.extremes
    mask =
      image.hasMoreValues(than: Self.mostMaskValues)
      ? .picture("no: more than \(Self.mostMaskValues) different pixel values are a picture")
      : MaskFinding { try maskReader.mask(of: image, source: path) }
  }

  var title: String { "\(format) image" }

  var facts: [Fact] {
    var facts = [Fact("size", "\(width) × \(height) pixels")]
    let passes = isInterlaced ? ", interlaced" : isProgressive ? ", progressive" : ""
    facts.add("stored", "\(bitDepth)-bit \(colour)\(passes), samples \(smallestSample)...\(largestSample)")
    facts.add("as a mask", lines: mask.lines)
    facts.add("notes", lines: notes)
    return facts
  }
}

extension ImageSamples {
  fileprivate var extremes: (Int, Int) {
    switch self {
    case .bytes(let bytes): (Int(bytes.min() ?? 0), Int(bytes.max() ?? 0))
    case .words(let words): (Int(words.min() ?? 0), Int(words.max() ?? 0))
    }
  }
}

extension Image {
  /// Whether more than `limit` different pixels (alpha left out) occur.
  fileprivate func hasMoreValues(than limit: Int) -> Bool {
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
