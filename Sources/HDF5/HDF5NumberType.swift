internal import CHDF5

/// The number types in which ``HDF5Writer`` can store; little-endian.
public enum HDF5NumberType: String, Sendable, CaseIterable {
  case float16, float32, float64
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64
  /// The enumeration of FALSE and TRUE that h5py reads as truth values.
  case bool

  /// An identifier that must be closed.
  func makeIdentifier() -> hid_t {
    switch self {
    case .float16: chdf5_make_float16()
    case .float32: H5Tcopy(chdf5_float32())
    case .float64: H5Tcopy(chdf5_float64())
    case .int8: H5Tcopy(chdf5_int8())
    case .uint8: H5Tcopy(chdf5_uint8())
    case .int16: H5Tcopy(chdf5_int16())
    case .uint16: H5Tcopy(chdf5_uint16())
    case .int32: H5Tcopy(chdf5_int32())
    case .uint32: H5Tcopy(chdf5_uint32())
    case .int64: H5Tcopy(chdf5_int64())
    case .uint64: H5Tcopy(chdf5_uint64())
    case .bool: Self.makeBool()
    }
  }

  private static func makeBool() -> hid_t {
    let type = H5Tenum_create(chdf5_int8())
    for (name, value) in [("FALSE", Int8(0)), ("TRUE", Int8(1))] where type >= 0 {
      var value = value
      H5Tenum_insert(type, name, &value)
    }
    return type
  }
}
