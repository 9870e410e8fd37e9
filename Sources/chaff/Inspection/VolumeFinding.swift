import Images
import Segmentation
import Tensors
import Volumes

/// What a NIfTI file holds, as an image and as a mask.
struct VolumeFinding: Finding {
  static let kind = "volume"
  /// More voxels than this are not looked at one by one.
  private static let mostVoxels = 1 << 26
  private static let mostMaskValues = 256

  let shape: [Int]
  let type: String
  let isBigEndian: Bool
  /// Along the three axes, in millimetres if `hasUnit`.
  let spacing: [Double]
  let hasUnit: Bool
  /// "RAS", "LPS", …; nil where the file does not say.
  let orientation: String?
  let orientationOrigin: String
  let obliqueDegrees: Double
  let slope: Double
  let intercept: Double
  let lowest: Float?
  let highest: Float?
  let mask: MaskFinding?
  private let summary: String

  init(_ path: String, maskReader: MaskReader) throws {
    let volume = try Volume(contentsOf: path)
    let header = volume.header
    (shape, type, isBigEndian) = (header.shape, header.element.description, header.isBigEndian)
    (spacing, hasUnit) = (header.geometry.spacing, header.hasUnit)
    (orientation, obliqueDegrees) = (header.geometry.code, header.geometry.obliqueness)
    orientationOrigin = header.geometry.origin.rawValue
    (slope, intercept) = (header.slope, header.intercept)
    summary = header.summary
    let isSmall = header.extents.product <= Self.mostVoxels
    let extremes = isSmall ? volume.extremes() : nil
    (lowest, highest) = (extremes?.lowerBound, extremes?.upperBound)
    mask = isSmall ? try Self.mask(volume, path, maskReader) : nil
  }

  /// All slices under one another are one tall image.
  private static func mask(_ volume: Volume, _ path: String, _ reader: MaskReader) throws -> MaskFinding {
    let slices = try (0..<volume.header.extents[2]).map { try volume.codes(of: VolumeSlice(axis: 2, index: $0)) }
    guard let first = slices.first else { return .picture("no: it has no slice") }
    var header = ImageHeader(
      format: .nifti, width: first.width, height: first.height * slices.count, colour: .grey,
      bitDepth: first.header.bitDepth)
    header.window = first.header.window
    let tall = Image(header: header, samples: .floats(slices.flatMap(\.samples.values)))
    guard !tall.hasMoreValues(than: mostMaskValues) else {
      return .picture("no: more than \(mostMaskValues) different values are a picture")
    }
    return MaskFinding { try reader.mask(of: tall, source: path) }
  }

  private enum CodingKeys: String, CodingKey {
    case shape, type, isBigEndian, spacing, hasUnit, orientation, orientationOrigin, obliqueDegrees, slope, intercept
    case lowest, highest, mask
  }

  var title: String { "NIfTI-1 volume" }

  var facts: [Fact] {
    var facts = [Fact("stored", summary + (isBigEndian ? ", big-endian" : ""))]
    facts.add("orientation", orientationText)
    facts.add("scaling", Rescaling.note(slope: slope, intercept: intercept))
    if let lowest, let highest { facts.add("values", "\(Wording.sample(lowest))...\(Wording.sample(highest))") }
    facts.add("as a mask", lines: mask?.lines ?? [])
    return facts
  }

  private var orientationText: String {
    guard let orientation else { return "not said: left may be right" }
    let oblique = obliqueDegrees > 5 ? ", oblique by \(Wording.number(obliqueDegrees))°" : ""
    return
      "\(orientation): the axes run to these sides of the patient; slices are neither turned nor mirrored\(oblique)"
  }
}
