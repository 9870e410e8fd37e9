internal import Tensors

/// Finds the one EXIF entry that matters here, the orientation; whatever is missing or broken means upright.
///
/// Formats: Exif 2.32 (CIPA DC-008) in a JPEG APP1 segment or a PNG eXIf chunk. Every step is bounded by the bytes
/// that are there, and moves forward.
enum EXIF {
  private static let orientationTag: UInt16 = 0x0112

  static func orientation(ofJPEG bytes: [UInt8]) -> Orientation {
    let fields = BinaryFields(bytes, order: .big)
    var position = 2
    while let marker = fields.uint16(at: position), marker >= 0xFFC0, marker != 0xFFDA, marker != 0xFFD9,
      let length = fields.uint16(at: position + 2), length >= 2
    {
      let end = min(position + 2 + Int(length), bytes.count)
      let start = position + 4
      if marker == 0xFFE1, start + 6 <= end, bytes[start..<start + 6].elementsEqual(Array("Exif\0\0".utf8)) {
        return orientation(ofTIFF: Array(bytes[start + 6..<end]))
      }
      position = end
    }
    return .upright
  }

  static func orientation(ofPNG bytes: [UInt8]) -> Orientation {
    let fields = BinaryFields(bytes, order: .big)
    let exif: UInt32 = 0x6558_4966
    let end: UInt32 = 0x4945_4E44
    var position = 8
    while let length = fields.uint32(at: position), let kind = fields.uint32(at: position + 4), kind != end {
      let start = position + 8
      guard Int(length) <= bytes.count - start else { return .upright }
      if kind == exif { return orientation(ofTIFF: Array(bytes[start..<start + Int(length)])) }
      position = start + Int(length) + 4
    }
    return .upright
  }

  /// Looks through the first directory of a TIFF structure.
  private static func orientation(ofTIFF bytes: [UInt8]) -> Orientation {
    let order: BinaryFields.ByteOrder
    switch bytes.prefix(2) {
    case [0x49, 0x49]: order = .little
    case [0x4D, 0x4D]: order = .big
    default: return .upright
    }
    let fields = BinaryFields(bytes, order: order)
    guard let start = fields.uint32(at: 4), let count = fields.uint16(at: Int(start)) else { return .upright }
    for entry in 0..<Int(count) {
      let position = Int(start) + 2 + entry * 12
      guard let tag = fields.uint16(at: position) else { break }
      if tag == orientationTag, let value = fields.uint16(at: position + 8) {
        return Orientation(rawValue: Int(value)) ?? .upright
      }
    }
    return .upright
  }
}
