/// What an NPY file says about itself before its numbers: element type, order, shape.
///
/// Format: NumPy Enhancement Proposal 1 and `numpy.lib.format`, versions 1.0, 2.0 and 3.0.
public struct NPYHeader: Sendable, Equatable, CustomStringConvertible {
  public let version: Int
  public let element: NPYElement
  /// Column-major storage: the first index runs fastest.
  public let isFortranOrder: Bool
  /// The shape as stored; a complex array has no extra axis here.
  public let shape: [Int]
  /// Where the numbers begin, in bytes.
  public let dataOffset: Int

  /// The number of elements; cannot overflow, the parser has checked it.
  public var count: Int { shape.product }
  /// The bytes that the numbers take.
  public var dataSize: Int { count * element.size }

  public var description: String {
    let order = isFortranOrder ? ", Fortran order" : ""
    return "NPY \(version).0, \(element), shape \(shape)\(order)"
  }
}

extension NPYHeader {
  /// More than this is no header of a plain array; NumPy itself refuses more than 10,000 unless told otherwise.
  private static let longestText = 65_536
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Reads and checks the header, including that the numbers are all there and nothing comes after them.
  init(of source: ByteSource) throws {
    guard source.count >= 10 else {
      let what = source.count == 0 ? "the file is empty" : "\(source.count) bytes are too few for an NPY header"
      throw NPYError(what, in: source.name, hint: "the file was not written to its end: write it again")
    }
    let prelude = try source.bytes(at: 0, count: min(12, source.count))
    guard Array(prelude.prefix(6)) == Self.magic else {
      throw NPYError(
        "not an NPY file (it does not begin with \\x93NUMPY)", in: source.name,
        hint: "write it with numpy.save, or check that the path names the right file")
    }
    let text = try Self.location(ofTextAfter: prelude, in: source)
    var parser = NPYHeaderParser(
      text: try source.bytes(at: text.offset, count: text.count), source: source.name)
    let facts = try parser.parse()
    self.init(
      version: Int(prelude[6]), element: facts.element, isFortranOrder: facts.isFortranOrder, shape: facts.shape,
      dataOffset: text.offset + text.count)
    try checkSize(in: source)
  }

  private static func location(
    ofTextAfter prelude: [UInt8], in source: ByteSource
  ) throws(NPYError) -> (offset: Int, count: Int) {
    let fields = BinaryFields(prelude, order: .little)
    let offset: Int, length: Int?
    switch prelude[6] {
    case 1: (offset, length) = (10, fields.uint16(at: 8).map(Int.init))
    case 2, 3: (offset, length) = (12, fields.uint32(at: 8).map(Int.init))
    default:
      throw NPYError(
        "NPY version \(prelude[6]).\(prelude[7]) is unknown", in: source.name, hint: "versions 1.0 to 3.0 are read")
    }
    guard let length, length <= Self.longestText, length <= source.count - offset else {
      throw NPYError(
        "the header claims \(length.map(String.init) ?? "no") bytes", in: source.name,
        hint: "the file is cut short or damaged: write it again")
    }
    return (offset, length)
  }

  private func checkSize(in source: ByteSource) throws(NPYError) {
    let present = source.count - dataOffset
    guard present >= dataSize else {
      throw NPYError(
        "the header promises \(dataSize) bytes of \(element) for shape \(shape), the file holds \(present)",
        in: source.name, hint: "the file is cut short or damaged: write it again")
    }
    guard present == dataSize else {
      throw NPYError(
        "\(present - dataSize) bytes follow the array of shape \(shape)", in: source.name,
        hint: "a file with several arrays is not read: save each on its own, or all with numpy.savez")
    }
  }
}
