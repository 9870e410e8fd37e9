internal import Foundation
internal import Tensors

/// SHA-256 of files, read in pieces: memory does not grow with the file.
public enum FileHash {
  /// The file's hash and its length in bytes.
  public static func sha256(ofFile path: String) throws(RunFolderError) -> (hexadecimal: String, bytes: Int) {
    let file = try FileDescriptor(opening: path, O_RDONLY, cannot: "read")
    var hash = SHA256(), count = 0
    while true {
      let piece = try file.read(upTo: 1 << 20)
      if piece.isEmpty { return (hash.hexadecimalDigest(), count) }
      hash.update(piece)
      count += piece.count
    }
  }
}

/// One hash for a list of files: the hash of what `sha256sum FILE... | sha256sum` sees in the data folder, the files in
/// ascending order of their relative paths' bytes.
public enum FileTreeHash {
  public static func files(_ relativePaths: [String], in folder: String) throws(RunFolderError) -> [FileFacts] {
    var facts: [FileFacts] = []
    for path in relativePaths.sorted(by: { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }) {
      let (hash, bytes) = try FileHash.sha256(ofFile: folder + "/" + path)
      facts.append(FileFacts(path: path, bytes: bytes, sha256: hash))
    }
    return facts
  }

  /// The hash of files in ascending order of path, as `files(_:in:)` returns them.
  public static func combined(_ files: [FileFacts]) -> String {
    var hash = SHA256()
    for file in files { hash.update("\(file.sha256)  \(file.path)\n".utf8) }
    return hash.hexadecimalDigest()
  }
}
