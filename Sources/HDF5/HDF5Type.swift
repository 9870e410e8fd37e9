/// The type in which a dataset or attribute is stored.
public indirect enum HDF5Type: Equatable, Sendable {
  case integer(bits: Int, signed: Bool)
  case float(bits: Int)
  /// An enumeration of FALSE and TRUE, as h5py writes truth values.
  case bool
  case enumeration(of: HDF5Type)
  case text(variableLength: Bool)
  /// Two numbers named real and imag (or r and i).
  case complex(of: HDF5Type)
  case compound([Member])
  case array(shape: [Int], of: HDF5Type)
  case sequence(of: HDF5Type)
  case opaque(bytes: Int)
  case reference
  case other(bytes: Int)

  /// One field of a compound type.
  public struct Member: Equatable, Sendable {
    public let name: String
    public let type: HDF5Type

    public init(name: String, type: HDF5Type) {
      self.name = name
      self.type = type
    }
  }

  /// Whether ``HDF5File/tensor(_:rows:)`` can read it.
  public var isNumeric: Bool {
    switch self {
    case .integer, .float, .bool, .enumeration: true
    default: false
    }
  }

  /// A compound type, recognised as complex where it is.
  static func record(_ members: [Member]) -> HDF5Type {
    let pairs: [(String, String)] = [("real", "imag"), ("r", "i"), ("re", "im")]
    guard members.count == 2, members[0].type == members[1].type, members[0].type.isPlainNumber,
      pairs.contains(where: { $0 == (members[0].name, members[1].name) })
    else { return .compound(members) }
    return .complex(of: members[0].type)
  }

  private var isPlainNumber: Bool {
    switch self {
    case .integer, .float: true
    default: false
    }
  }
}

extension HDF5Type: CustomStringConvertible {
  public var description: String {
    switch self {
    case .integer(let bits, let signed): "\(signed ? "int" : "uint")\(bits)"
    case .float(let bits): "float\(bits)"
    case .bool: "bool"
    case .enumeration(let base): "enumeration of \(base)"
    case .text(let variable): variable ? "text" : "text of fixed length"
    case .complex(let part): "complex of \(part)"
    case .compound(let members): "{\(members.map { "\($0.name): \($0.type)" }.joined(separator: ", "))}"
    case .array(let shape, let base): "array \(shape) of \(base)"
    case .sequence(let base): "sequence of \(base)"
    case .opaque(let bytes): "\(bytes) opaque bytes"
    case .reference: "reference"
    case .other(let bytes): "unknown type of \(bytes) bytes"
    }
  }
}
