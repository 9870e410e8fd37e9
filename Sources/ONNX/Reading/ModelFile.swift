import Foundation

/// Reads whole files and parts of files, refusing what is not a plain file before touching its contents.
enum ModelFile {
  /// A protocol buffer cannot be larger.
  static let largest = 0x7FFF_FFFF

  static func contents(of path: String) throws -> Data {
    let size = try plainFileSize(path)
    guard size > 0 else { throw ONNXError(.malformed, "the file is empty", hint: "export the model again") }
    guard size <= largest else {
      throw ONNXError(
        .unreadable, "the file has \(size) bytes; an ONNX file has at most \(largest)",
        hint: "export the weights as external data")
    }
    return try part(of: path, offset: 0, length: size)
  }

  /// The size of the plain file at `path`.
  static func plainFileSize(_ path: String) throws -> Int {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ONNXError(.unreadable, "there is no such file", hint: "check the path")
    }
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
    guard !isFolder.boolValue, attributes?[.type] as? FileAttributeType == .typeRegular,
      let size = attributes?[.size] as? NSNumber
    else { throw ONNXError(.unreadable, "is not a plain file", hint: "give the path of an .onnx file") }
    return size.intValue
  }

  /// `length` bytes from `offset` on.
  static func part(of path: String, offset: Int, length: Int) throws -> Data {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw ONNXError(.unreadable, "cannot be opened", hint: "check its permissions")
    }
    defer { try? handle.close() }
    do {
      try handle.seek(toOffset: UInt64(offset))
      let data = try handle.read(upToCount: length) ?? Data()
      guard data.count == length else { throw ONNXError(.unreadable, "ends early") }
      return data
    } catch let error as ONNXError {
      throw error
    } catch {
      throw ONNXError(.unreadable, "cannot be read: \(error.localizedDescription)")
    }
  }
}
