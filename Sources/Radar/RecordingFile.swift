internal import Foundation
internal import Tensors

/// What kind of file or folder a recording is in: told by its content, but for captures, which are numbers without a head.
enum RecordingFile: Equatable {
  case hdf5, array, archive, capture
  /// The folder that holds `radar.npy` and `config.json`.
  case infineonFolder(String)

  /// What files of recordings are called; HDF5 first.
  static let extensions = ["h5", "hdf5", "npy", "npz", "bin"]

  init(_ path: String) throws {
    if let folder = InfineonFolder.folder(at: path) {
      self = .infineonFolder(folder)
      return
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      // Whoever reads HDF5 says best what is wrong with the path.
      self = .hdf5
      return
    }
    let source = try ByteSource(contentsOf: path)
    let head = try source.bytes(at: 0, count: min(4, source.count))
    switch head {
    case [0x93] + Array("NUM".utf8): self = .array
    case Array("PK\u{3}\u{4}".utf8), Array("PK\u{5}\u{6}".utf8): self = .archive
    case [0x89] + Array("HDF".utf8): self = .hdf5
    default: self = Self.named(path)
    }
  }

  /// A damaged file is read as what its name says, so that the error is about that format.
  private static func named(_ path: String) -> RecordingFile {
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "npy": .array
    case "npz": .archive
    case "bin": .capture
    default: .hdf5
    }
  }
}
