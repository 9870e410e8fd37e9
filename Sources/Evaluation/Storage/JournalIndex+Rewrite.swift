internal import Foundation

extension JournalIndex {
  /// Writes the finished batches' lines, in ascending order, in place of the journal.
  func rewrite(_ paths: RunPaths) throws {
    try AtomicFile.replace(paths.journal) { partial in
      let source = try FileDescriptor(opening: paths.journal, O_RDONLY, cannot: "read")
      let target = try FileDescriptor(opening: partial, O_WRONLY | O_CREAT | O_TRUNC, cannot: "write")
      for batch in finished.keys.sorted() {
        for extent in finished[batch] ?? [] { try copy(extent, from: source, to: target) }
      }
    }
  }

  private func copy(
    _ extent: Extent, from source: borrowing FileDescriptor, to target: borrowing FileDescriptor
  ) throws(RunFolderError) {
    guard lseek(source.number, off_t(extent.offset), SEEK_SET) >= 0 else {
      throw .system(cannot: "read", source.path)
    }
    var left = extent.length
    while left > 0 {
      let piece = try source.read(upTo: left)
      if piece.isEmpty { throw .system(cannot: "read", source.path, code: EIO) }
      try target.write(Data(piece))
      left -= piece.count
    }
  }
}
