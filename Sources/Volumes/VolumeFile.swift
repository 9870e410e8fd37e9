internal import Tensors

/// The bytes of a .nii or .nii.gz file.
enum VolumeFile {
  private static let gzipMark: [UInt8] = [0x1F, 0x8B]
  private static let largestPacked = 2 << 30

  /// As much of the content as a header takes.
  static func head(of path: String) throws -> [UInt8] {
    let source = try ByteSource(contentsOf: path)
    let start = try source.bytes(at: 0, count: min(source.count, NIfTIHeader.size))
    guard start.starts(with: gzipMark) else { return start }
    // A header's worth of deflate, with room for names in the gzip header and for tables.
    return try unpacked(try source.bytes(at: 0, count: min(source.count, 1 << 18)), path, prefix: NIfTIHeader.size)
  }

  static func content(of path: String, largest: Int) throws -> [UInt8] {
    let source = try ByteSource(contentsOf: path)
    guard source.count <= largestPacked else {
      throw VolumeError("\(source.count) bytes are too many for a volume", in: path, hint: "cut the volume first")
    }
    let bytes = try source.bytes()
    return bytes.starts(with: gzipMark) ? try unpacked(bytes, path, limit: largest) : bytes
  }

  private static func unpacked(
    _ bytes: [UInt8], _ path: String, limit: Int = .max, prefix: Int? = nil
  ) throws(VolumeError) -> [UInt8] {
    do throws(Zlib.GzipFailure) { return try Zlib.gunzip(bytes, limit: limit, prefix: prefix) } catch {
      let what = error == .damaged ? "its gzip stream is damaged or cut short" : "it holds more than its header says"
      throw VolumeError(what, in: path, hint: "fetch the file again")
    }
  }
}
