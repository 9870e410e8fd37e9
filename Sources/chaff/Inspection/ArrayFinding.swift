import Radar
import Segmentation
import Tensors

/// What an NPY array holds.
struct ArrayFinding: Finding {
  static let kind = "array"

  let array: ArrayFacts
  /// What the array would mean as a mask; nil for one that cannot be a mask.
  let mask: MaskFinding?

  init(_ path: String, maskReader: MaskReader) throws {
    let file = try NPYFile(contentsOf: path)
    array = try ArrayFacts(file)
    mask = array.canBeMask ? MaskFinding(reading: path, with: maskReader) : nil
  }

  var title: String { "NumPy array, \(array.type) \(Wording.shape(array.shape))" }

  var facts: [Fact] {
    var facts: [Fact] = []
    facts.add("elements", "\(Wording.grouped(array.shape.product)) (\(Wording.bytes(array.dataBytes)))")
    facts.add("order", array.orderText)
    facts.add("values", array.valuesText)
    if array.canBeRecording, let axes = Recording.concludedAxes(ofArray: array.shape) {
      facts.add(
        "as a recording",
        "axes \(axes.map(\.rawValue).joined(separator: ", ")), by the extents; --array-axes tells them")
    }
    if array.isComplex, array.shape.count > 1 {
      facts.add("as a recording", "complex numbers: --array-axes tells whether they are maps or raw samples")
    }
    facts.add("as a mask", lines: mask?.lines ?? [])
    return facts
  }

  private enum CodingKeys: String, CodingKey { case mask }

  /// The array's facts stand at the top, beside the mask.
  func encode(to encoder: any Encoder) throws {
    try array.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(mask, forKey: .mask)
  }
}

/// What an NPY header says, and the range of the numbers behind it.
struct ArrayFacts: Encodable {
  let version: Int
  let type: String
  let shape: [Int]
  let isFortranOrder: Bool
  let dataBytes: Int
  /// Nil where measuring would need more memory than an inspection should take.
  let values: ValueSpan?
  let isComplex: Bool
  let canBeMask: Bool
  var canBeRecording: Bool { !isComplex && shape.count > 2 }

  /// Larger arrays are read sample by sample, if their order allows it.
  private static let readAtOnce = 256 << 20
  private static let largestMask = 1 << 27

  init(_ file: NPYFile) throws {
    let header = file.header
    version = header.version
    type = header.element.description
    shape = header.shape
    isFortranOrder = header.isFortranOrder
    dataBytes = header.dataSize
    isComplex = header.element.kind == .complex
    let isWhole = [.boolean, .signed, .unsigned].contains(header.element.kind)
    canBeMask = isWhole && header.shape.count == 2 && (1...Self.largestMask).contains(header.count)
    values = try Self.span(of: file)
  }

  private enum CodingKeys: String, CodingKey { case version, type, shape, isFortranOrder, dataBytes, values }

  private static func span(of file: NPYFile) throws -> ValueSpan? {
    var span = ValueSpan()
    let header = file.header
    if header.dataSize <= readAtOnce {
      if header.element.size >= 4, let integers = try? file.integers() {
        span.include(integers)
      } else {
        span.include(try file.tensor().scalars)
      }
      return span
    }
    let samples = header.shape.first ?? 1
    guard !header.isFortranOrder, (1 << 12...readAtOnce).contains(header.dataSize / max(samples, 1)) else { return nil }
    for index in 0..<samples { span.include(try file.sample(index).scalars) }
    return span
  }

  var orderText: String {
    "\(isFortranOrder ? "Fortran (first index fastest)" : "C (last index fastest)"), NPY version \(version).0"
  }

  var valuesText: String {
    guard let values else { return "not measured: the array is too large to be read in one piece" }
    return values.text + (isComplex ? " (real and imaginary parts)" : "")
  }
}
