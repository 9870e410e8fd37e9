/// What kind of number a voxel is (NIfTI-1 `datatype` codes).
public enum VolumeElement: Int, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case uint8 = 2
  case int16 = 4
  case int32 = 8
  case float32 = 16
  case float64 = 64
  case int8 = 256
  case uint16 = 512
  case uint32 = 768

  public var bits: Int {
    switch self {
    case .uint8, .int8: 8
    case .int16, .uint16: 16
    case .int32, .float32, .uint32: 32
    case .float64: 64
    }
  }

  public var isFloating: Bool { self == .float32 || self == .float64 }
  public var isSigned: Bool { [.int8, .int16, .int32].contains(self) }

  public var description: String { (isFloating ? "float" : isSigned ? "int" : "uint") + "\(bits)" }

  /// What other codes stand for, to be called by their names.
  static let others = [
    0: "unknown", 1: "1-bit", 32: "complex64", 128: "RGB", 1024: "int64", 1280: "uint64", 1536: "float128",
    1792: "complex128", 2048: "complex256", 2304: "RGBA",
  ]
}
