extension Tensor {
  /// Reads an NPY file; `NPYFile` says which element types are exact and which are rounded.
  ///
  /// - Throws: `FileError` or `NPYError`.
  public init(npyContentsOf path: String) throws { self = try NPYFile(contentsOf: path).tensor() }

  /// Reads the NPY file held by `bytes`; `source` is what messages call it.
  public init(npy bytes: [UInt8], source: String) throws { self = try NPYFile(bytes: bytes, source: source).tensor() }

  /// The tensor as an NPY 1.0 file of little-endian float32, byte for byte what `numpy.save` writes.
  public func npyBytes() -> [UInt8] {
    var bytes = NPYPreamble.bytes(element: .float32, shape: shape)
    bytes.reserveCapacity(bytes.count + count * 4)
    for scalar in scalars { withUnsafeBytes(of: scalar.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// Writes `npyBytes()` beside `path` and renames it into place.
  public func writeNPY(to path: String) throws(FileError) { try FileReplacement.write(npyBytes(), to: path) }
}

extension NPYFile {
  /// Labels or a mask as an NPY file of uint8.
  public static func bytes(_ values: [UInt8], shape: [Int]) -> [UInt8] {
    precondition(shape.product == values.count, "NPYFile: \(values.count) values cannot fill \(shape)")
    return NPYPreamble.bytes(element: .uint8, shape: shape) + values
  }

  /// Labels as an NPY file of little-endian int64.
  public static func bytes(_ values: [Int64], shape: [Int]) -> [UInt8] {
    precondition(shape.product == values.count, "NPYFile: \(values.count) values cannot fill \(shape)")
    var bytes = NPYPreamble.bytes(element: .int64, shape: shape)
    bytes.reserveCapacity(bytes.count + values.count * 8)
    for value in values { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes
  }
}

/// Everything of an NPY 1.0 file that comes before the numbers.
enum NPYPreamble {
  static func bytes(element: NPYElement, shape: [Int]) -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let dictionary = "{'descr': '\(element.code)', 'fortran_order': False, 'shape': (\(extents)), }"
    // NumPy leaves room to enlarge the leading extent in place, then pads by 1 to 64 so that the numbers start at 64·k.
    let room = shape.first.map { max(0, 21 - String($0).count) } ?? 0
    let length = ((10 + dictionary.utf8.count + room + 1) / 64 + 1) * 64 - 10
    let padding = String(repeating: " ", count: length - dictionary.utf8.count - 1)
    let prefix: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
    return prefix + Array((dictionary + padding + "\n").utf8)
  }
}
