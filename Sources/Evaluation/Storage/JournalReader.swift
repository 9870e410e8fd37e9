public import Foundation

/// Reads records.jsonl line by line; memory does not grow with the file.
public enum JournalReader {
  /// Longer lines than any record can have are a damaged file, not a reason to fill the memory.
  static let longestLine = 1 << 28

  /// One line of the file.
  public struct Line {
    /// From 1.
    public let number: Int
    public let offset: Int
    /// Without the line break.
    public let bytes: Data
    /// False for a last line without a line break: it was being written when the program died.
    public let isWhole: Bool

    /// With the line break, if it has one.
    var length: Int { bytes.count + (isWhole ? 1 : 0) }
  }

  public static func forEachLine(of path: String, _ body: (Line) throws -> Void) throws {
    let file = try FileDescriptor(opening: path, O_RDONLY, cannot: "read")
    var (pending, offset, number) = (Data(), 0, 0)
    func emit(_ isWhole: Bool) throws {
      number += 1
      let line = Line(number: number, offset: offset, bytes: pending, isWhole: isWhole)
      offset += line.length
      pending = Data()
      try body(line)
    }
    while true {
      let piece = try file.read(upTo: 1 << 18)
      if piece.isEmpty { break }
      let parts = piece.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        pending.append(contentsOf: part)
        guard pending.count <= longestLine else { throw tooLong(path, number + 1) }
        if index < parts.count - 1 { try emit(true) }
      }
    }
    if !pending.isEmpty { try emit(false) }
  }

  /// Calls `body` with every record of one kind, in order; lines that cannot be read are skipped and counted.
  ///
  /// - Returns: how many lines could not be read.
  @discardableResult
  public static func forEachRecord<Record: Decodable>(
    _ type: Record.Type, of path: String, _ body: (Record) throws -> Void
  ) throws -> Int {
    var unreadable = 0
    try forEachLine(of: path) { line in
      guard let record = try? RecordCoding.decode(type, from: line.bytes) else {
        unreadable += 1
        return
      }
      try body(record)
    }
    return unreadable
  }

  private static func tooLong(_ path: String, _ line: Int) -> RunFolderError {
    RunFolderError(
      cannot: "read", path, because: "line \(line) is longer than any record", advice: "the file is not a run's journal"
    )
  }
}
