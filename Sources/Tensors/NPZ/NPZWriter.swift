/// Builds an NPZ archive with stored (uncompressed) members, readable by `numpy.load`.
///
/// The bytes depend on the arrays and their order alone: dates are those of 1980, where ZIP's calendar begins.
public struct NPZWriter: Sendable {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var names: Set<String> = []

  public init() {}

  public mutating func add(_ tensor: Tensor, named name: String) throws(NPYError) {
    try add(npy: tensor.npyBytes(), named: name)
  }

  /// Adds a finished NPY file, such as `NPYFile.bytes(_:shape:)` makes.
  public mutating func add(npy bytes: [UInt8], named name: String) throws(NPYError) {
    let fileName = Array("\(name).npy".utf8)
    guard !name.isEmpty, fileName.count <= 0xFFFF, !names.contains(name) else {
      throw NPYError("the name '\(name.prefix(40))' is empty, too long or taken", in: "NPZ", hint: "choose another")
    }
    // Members with 64-bit sizes are read but not written: such an array is better off in a file of its own.
    guard body.count + bytes.count + directory.count + 2 * (fileName.count + 64) < Int(UInt32.max) else {
      throw NPYError("'\(name)' makes the archive larger than 4 GiB", in: "NPZ", hint: "write NPY files instead")
    }
    guard names.count < 0xFFFE else {
      throw NPYError("the archive is full at 65,534 arrays", in: "NPZ", hint: "write several archives")
    }
    names.insert(name)
    let offset = UInt32(body.count)
    let common = Self.commonFields(of: bytes, nameCount: fileName.count)
    body += Self.little(0x0403_4B50 as UInt32) + common + fileName + bytes
    // Version made by 2.0; no comment, disk 0, no attributes.
    directory += Self.little(0x0201_4B50 as UInt32) + Self.little(20 as UInt16) + common
    directory += [UInt8](repeating: 0, count: 10) + Self.little(offset) + fileName
  }

  public func bytes() -> [UInt8] {
    let count = UInt16(names.count)
    var end = Self.little(0x0605_4B50 as UInt32) + [0, 0, 0, 0] + Self.little(count) + Self.little(count)
    end += Self.little(UInt32(directory.count)) + Self.little(UInt32(body.count)) + [0, 0]
    return body + directory + end
  }

  /// Writes the archive beside `path` and renames it into place.
  public func write(to path: String) throws(FileError) { try FileReplacement.write(bytes(), to: path) }

  /// What a local header and a directory entry share: version, UTF-8 flag, method, date, checksum, sizes, lengths.
  private static func commonFields(of bytes: [UInt8], nameCount: Int) -> [UInt8] {
    let size = little(UInt32(bytes.count))
    var fields = little(20 as UInt16) + little(0x0800 as UInt16) + little(0 as UInt16)
    fields += little(0 as UInt16) + little(0x0021 as UInt16) + little(Zlib.checksum(bytes))
    return fields + size + size + little(UInt16(nameCount)) + little(0 as UInt16)
  }

  private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
