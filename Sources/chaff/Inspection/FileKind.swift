import Foundation
import Tensors
import Volumes

/// What a file is, told by what it holds and never by its name.
enum FileKind: Equatable {
  case folder
  case model
  case card
  case hdf5
  case array
  case archive
  case image
  /// NIfTI, packed or not.
  case volume
  /// Something that is known by its first bytes, but not read.
  case unread(name: String, remedy: String)
  case empty
  /// No file mark is known; only a try can tell whether it is a model, because ONNX files have none.
  case unmarked

  /// - Throws: `FileError` for a path that cannot be opened, or is neither a file nor a folder.
  init(of path: String) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      self = .folder
    } else {
      self = try FileKind(of: ByteSource(contentsOf: path))
    }
  }

  init(of source: ByteSource) throws {
    let head = try source.bytes(at: 0, count: min(source.count, 64))
    if head.isEmpty {
      self = .empty
    } else if let kind = try Self.medicalKind(of: source, head) {
      self = kind
    } else if let mark = Self.marks.first(where: { head.starts(with: $0.bytes) }) {
      self = mark.kind
    } else if try Self.hasHDF5Signature(source) {
      self = .hdf5
    } else if head[0] == Self.modelVersionField {
      self = .model
    } else {
      self = try Self.isText(source) ? .card : .unmarked
    }
  }

  private static let marks: [(bytes: [UInt8], kind: FileKind)] = [
    ([0x93] + Array("NUMPY".utf8), .array), (Array("PK\u{3}\u{4}".utf8), .archive),
    (Array("PK\u{5}\u{6}".utf8), .archive), ([0x89] + Array("PNG\r\n\u{1A}\n".utf8), .image),
    ([0xFF, 0xD8, 0xFF], .image),
    (Array("II*\0".utf8), .image), (Array("MM\0*".utf8), .image), (Array("II+\0".utf8), .image),
    (Array("MM\0+".utf8), .image),
    (Array("GIF8".utf8), unreadImage("GIF")), (Array("RIFF".utf8), unreadImage("WebP (or other RIFF)")),
    ([0x1F, 0x8B], packed("gzip")), ([0xFD] + Array("7zXZ".utf8), packed("xz")), (Array("BZh".utf8), packed("bzip2")),
    ([0x28, 0xB5, 0x2F, 0xFD], packed("Zstandard")), ([0x80, 0x02], pickle), ([0x80, 0x03], pickle),
    ([0x80, 0x04], pickle), ([0x80, 0x05], pickle),
  ]

  /// Formats whose mark does not stand first.
  ///
  /// DICOM files may begin like a TIFF, and packed volumes like any gzip file.
  private static func medicalKind(of source: ByteSource, _ head: [UInt8]) throws -> FileKind? {
    func holds(_ mark: String, at offset: Int) throws -> Bool {
      let bytes = Array(mark.utf8)
      guard source.count >= offset + bytes.count else { return false }
      return try source.bytes(at: offset, count: bytes.count) == bytes
    }
    if try holds("DICM", at: 128) { return .image }
    if try holds("n+1\0", at: 344) || holds("ni1\0", at: 344) { return .volume }
    return head.starts(with: [0x1F, 0x8B]) && NIfTIHeader.isNamed(source.name) ? .volume : nil
  }

  private static func unreadImage(_ name: String) -> FileKind {
    .unread(name: "a \(name) image", remedy: "convert it to PNG (masks must not become JPEG)")
  }

  private static func packed(_ name: String) -> FileKind {
    .unread(name: "a file packed with \(name)", remedy: "unpack it first")
  }

  private static let pickle = FileKind.unread(
    name: "a Python pickle", remedy: "export the model to ONNX, or save arrays with numpy.save")

  /// Field 1 of a ModelProto, the version of the format, as a varint: what every exporter writes first.
  private static let modelVersionField: UInt8 = 0x08

  /// The signature may lie behind a block of the user's own, at 512 bytes or a doubling of that.
  private static func hasHDF5Signature(_ source: ByteSource) throws -> Bool {
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    var offset = 0
    while offset <= source.count - signature.count {
      if try source.bytes(at: offset, count: signature.count) == signature { return true }
      offset = offset == 0 ? 512 : offset * 2
    }
    return false
  }

  /// Cards are small; a megabyte of text is none.
  private static func isText(_ source: ByteSource) throws -> Bool {
    guard source.count <= 1 << 20, let text = String(validating: try source.bytes(), as: UTF8.self) else {
      return false
    }
    return text.unicodeScalars.allSatisfy { $0.value >= 32 || "\t\n\r".unicodeScalars.contains($0) }
  }
}
