/// The element type of an NPY array, as its `descr` field says it.
public struct NPYElement: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable {
    case boolean = "bool", signed = "int", unsigned = "uint", real = "float", complex = "complex"
  }
  public enum ByteOrder: String, Sendable, Hashable { case little, big }

  public let kind: Kind
  /// Bytes of one element; a complex one has both parts in it.
  public let size: Int
  /// Without meaning for elements of one byte, which say `little`.
  public let byteOrder: ByteOrder

  public static let float32 = NPYElement(kind: .real, size: 4, byteOrder: .little)
  public static let uint8 = NPYElement(kind: .unsigned, size: 1, byteOrder: .little)
  public static let int64 = NPYElement(kind: .signed, size: 8, byteOrder: .little)

  /// "float32", "int16, big-endian", "bool".
  public var description: String {
    let name = kind == .boolean ? kind.rawValue : "\(kind.rawValue)\(size * 8)"
    return byteOrder == .big ? "\(name), big-endian" : name
  }

  /// NumPy's own code: "<f4", ">i2", "|b1".
  public var code: String {
    let order = size == 1 ? "|" : byteOrder == .big ? ">" : "<"
    let letter = kind == .boolean ? "b" : String(kind.rawValue.prefix(1))
    return "\(order)\(letter)\(size)"
  }
}

extension NPYElement {
  /// Reads NumPy's code for a plain number; anything else is refused with the reason.
  init(code: String, source: String) throws(NPYError) {
    let characters = Array(code)
    guard characters.count >= 3, let order = Self.byteOrder(characters[0]) else {
      throw Self.unsupported(code, source)
    }
    guard let kind = Self.kinds[characters[1]], let size = Int(String(characters[2...])),
      Self.sizes[kind]?.contains(size) == true, size == 1 || characters[0] != "|"
    else { throw Self.unsupported(code, source) }
    self.init(kind: kind, size: size, byteOrder: size == 1 ? .little : order)
  }

  private static let kinds: [Character: Kind] = [
    "b": .boolean, "i": .signed, "u": .unsigned, "f": .real, "c": .complex,
  ]
  private static let sizes: [Kind: Set<Int>] = [
    .boolean: [1], .signed: [1, 2, 4, 8], .unsigned: [1, 2, 4, 8], .real: [2, 4, 8], .complex: [8, 16],
  ]

  private static func byteOrder(_ mark: Character) -> ByteOrder? {
    switch mark {
    case "<", "|": .little
    case ">": .big
    case "=": 1.littleEndian == 1 ? .little : .big
    default: nil
    }
  }

  private static func unsupported(_ code: String, _ source: String) -> NPYError {
    switch code.drop(while: { "<>=|".contains($0) }).first {
    case "O":
      NPYError(
        "the array holds pickled Python objects, which are not read because unpickling can run any code", in: source,
        hint: "save it from Python as a plain numeric array: np.save(name, np.asarray(list, dtype='float32'))")
    case "U", "S", "a": NPYError("the array holds text (\(code))", in: source, hint: "save numbers instead")
    case "M", "m": NPYError("the array holds dates or times (\(code))", in: source, hint: "save numbers instead")
    default:
      NPYError(
        "the element type '\(code.prefix(40))' is not supported", in: source,
        hint: "save it as one of f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1 c8 c16, for example with .astype('float32')")
    }
  }
}
