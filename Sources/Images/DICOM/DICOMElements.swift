internal import Tensors

/// The data elements in front of the pixels of a DICOM file, as places in its bytes.
///
/// Format: DICOM PS3.5, section 7 (data elements) and 10 (transfer syntaxes), PS3.10 section 7 (file meta
/// information). Only the two uncompressed little-endian syntaxes are walked through. Every length is checked against
/// the bytes that are there and every step moves forward, so that damaged files end in an error. Elements that name
/// a patient are walked over like all others that are not asked for.
struct DICOMElements {
  /// Group and element, as the standard prints them.
  typealias Tag = UInt32

  static let pixelData: Tag = 0x7FE0_0010
  private static let transferSyntax: Tag = 0x0002_0010
  private static let item: Tag = 0xFFFE_E000
  private static let itemEnd: Tag = 0xFFFE_E00D
  private static let sequenceEnd: Tag = 0xFFFE_E0DD
  private static let undefinedLength: UInt32 = .max
  /// Sequences in sequences; real files have a handful.
  private static let deepest = 32
  /// Value representations whose length takes 32 bits after two reserved bytes.
  private static let longRepresentations: Set<String> = [
    "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV",
  ]

  /// The start of the file, up to the pixels.
  private let fields: BinaryFields
  private let source: String
  private var places: [Tag: Range<Int>] = [:]

  private struct Element {
    let tag: Tag
    let representation: String
    let length: UInt32
    let start: Int
  }

  init(of bytes: [UInt8], source: String) throws(ImageError) {
    fields = BinaryFields(bytes, order: .little)
    self.source = source
    var position = try walkMeta()
    let isExplicit = try DICOMTransferSyntax.isExplicit(text(Self.transferSyntax) ?? "", source: source)
    while position < bytes.count, places[Self.pixelData] == nil {
      let element = try element(at: position, isExplicit: isExplicit)
      position = try end(of: element, isExplicit: isExplicit, depth: 0)
      // The first of equals counts; the standard allows only one.
      if places[element.tag] == nil { places[element.tag] = element.start..<position }
    }
  }

  /// Group 2, always explicit, ends where another group begins.
  private mutating func walkMeta() throws(ImageError) -> Int {
    var position = 132
    while let group = fields.uint16(at: position), group == 2 {
      let element = try element(at: position, isExplicit: true)
      position = try end(of: element, isExplicit: true, depth: 0)
      places[element.tag] = element.start..<position
    }
    return position
  }

  private func element(at position: Int, isExplicit: Bool) throws(ImageError) -> Element {
    guard let group = fields.uint16(at: position), let number = fields.uint16(at: position + 2) else { throw cut() }
    let tag = UInt32(group) << 16 | UInt32(number)
    guard isExplicit, group != 0xFFFE else {
      guard let length = fields.uint32(at: position + 4) else { throw cut() }
      return Element(tag: tag, representation: "", length: length, start: position + 8)
    }
    guard position + 6 <= fields.bytes.count else { throw cut() }
    let representation = String(decoding: fields.bytes[position + 4..<position + 6], as: UTF8.self)
    guard representation.utf8.allSatisfy({ (65...90).contains($0) }) else {
      throw damaged("element \(Self.name(tag)) has no type")
    }
    guard Self.longRepresentations.contains(representation) else {
      guard let length = fields.uint16(at: position + 6) else { throw cut() }
      return Element(tag: tag, representation: representation, length: UInt32(length), start: position + 8)
    }
    guard let length = fields.uint32(at: position + 8) else { throw cut() }
    return Element(tag: tag, representation: representation, length: length, start: position + 12)
  }

  /// Where the next element begins.
  private func end(of element: Element, isExplicit: Bool, depth: Int) throws(ImageError) -> Int {
    guard element.length == Self.undefinedLength else {
      guard Int(element.length) <= fields.bytes.count - element.start else {
        throw element.tag == Self.pixelData
          ? cut() : damaged("element \(Self.name(element.tag)) reaches beyond the end")
      }
      return element.start + Int(element.length)
    }
    if element.tag == Self.pixelData {
      throw ImageError(
        "this DICOM is not read: its pixels are in packets, although its transfer syntax says that they are not "
          + "compressed", in: source, hint: DICOMTransferSyntax.advice)
    }
    // A sequence of undefined type keeps its items in the implicit form (PS3.5, 6.2.2, note 2).
    return try endOfSequence(
      from: element.start, isExplicit: isExplicit && element.representation != "UN", depth: depth + 1)
  }

  private func endOfSequence(from start: Int, isExplicit: Bool, depth: Int) throws(ImageError) -> Int {
    guard depth <= Self.deepest else { throw damaged("its sequences are nested too deeply") }
    var position = start
    while true {
      let entry = try element(at: position, isExplicit: isExplicit)
      switch entry.tag {
      case Self.sequenceEnd: return entry.start
      case Self.item where entry.length != Self.undefinedLength:
        guard Int(entry.length) <= fields.bytes.count - entry.start else { throw damaged("an item is cut short") }
        position = entry.start + Int(entry.length)
      case Self.item: position = try endOfItem(from: entry.start, isExplicit: isExplicit, depth: depth)
      default: throw damaged("a sequence holds \(Self.name(entry.tag)) instead of an item")
      }
    }
  }

  private func endOfItem(from start: Int, isExplicit: Bool, depth: Int) throws(ImageError) -> Int {
    var position = start
    while true {
      let entry = try element(at: position, isExplicit: isExplicit)
      if entry.tag == Self.itemEnd { return entry.start }
      position = try end(of: entry, isExplicit: isExplicit, depth: depth)
    }
  }

  private static func name(_ tag: Tag) -> String {
    func digits(_ value: UInt32) -> String {
      let text = String(value, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - text.count) + text
    }
    return "(\(digits(tag >> 16)),\(digits(tag & 0xFFFF)))"
  }

  private func cut() -> ImageError { damaged("it ends too early") }

  private func damaged(_ what: String) -> ImageError {
    ImageError("the DICOM file is damaged: \(what)", in: source, hint: "fetch it again")
  }
}

extension DICOMElements {
  func holds(_ tag: Tag) -> Bool { places[tag] != nil }

  /// Where the value of an element lies.
  func place(of tag: Tag) -> Range<Int>? { places[tag] }

  /// A number of 16 bits.
  func number(_ tag: Tag) -> Int? {
    guard let place = places[tag], place.count >= 2 else { return nil }
    return fields.uint16(at: place.lowerBound).map(Int.init)
  }

  /// A value in letters, without the padding; nil where it is empty.
  func text(_ tag: Tag) -> String? {
    guard let place = places[tag] else { return nil }
    let letters = fields.bytes[place.prefix(256)].filter { $0 > 32 && $0 < 127 }
    return letters.isEmpty ? nil : String(decoding: letters, as: UTF8.self)
  }

  /// Decimal numbers in letters, between backslashes; empty where one cannot be read.
  func decimals(_ tag: Tag) -> [Double] {
    let parts = text(tag)?.split(separator: "\\", omittingEmptySubsequences: false) ?? []
    let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
    return numbers.count == parts.count ? numbers : []
  }
}
