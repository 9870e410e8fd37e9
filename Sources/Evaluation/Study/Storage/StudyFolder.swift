internal import Foundation

/// A study's folder, open for writing: the description, the journal of cells, the arrays, the result.
///
/// A cell is wholly in the journal or not at all: its arrays are written beside and renamed, then its line is appended
/// and synced. One writer at a time; readers need no lock.
public final class StudyFolder {
  public let paths: StudyPaths
  public let description: StudyDescription
  public private(set) var cells: [String: StudyCell]
  private let work: WorkFolder<StudyDescription>
  private let lock: RunLock
  private let journal: JournalFile

  /// Makes a study's folder, or reopens one to go on with it.
  ///
  /// - Parameters:
  ///   - path: the folder, which need not exist.
  ///   - description: the study; when the folder has one already, nothing that decides results may differ.
  ///   - force: starts anew where it does.
  /// - Throws: `RunFolderError` when the folder holds something else, or another study.
  public init(at path: String, description: StudyDescription, force: Bool = false) throws {
    paths = StudyPaths(folder: path)
    work = WorkFolder(path, .study)
    let begun = try work.begun(description, force: force)
    lock = try RunLock(paths.lock)
    var description = description
    if let begun { description.created = begun.created } else { try Self.removeStudy(paths) }
    self.description = description
    if description != begun { try work.write(description) }
    try RunFolderContents.made(at: paths.arrays)
    cells = try Self.mended(paths.journal)
    journal = try JournalFile(paths.journal)
  }

  /// Writes a finished cell: its arrays first, in the file that its examples name.
  func commit(_ cell: StudyCell, arrays: [NamedArray], shards: any ArrayShardWriting) throws {
    if let file = cell.examples.first?.file, !arrays.isEmpty {
      try AtomicFile.replace(paths.folder + "/" + file) { try shards.write(arrays, to: $0) }
    }
    try journal.append([try RecordCoding.line(cell)])
    cells[cell.id] = cell
  }

  func write(_ result: StudyResult) throws {
    try work.write(result: result)
  }

  /// Reads the journal; a last line that was being written when the program died is cut off, a damaged one left out.
  private static func mended(_ path: String) throws -> [String: StudyCell] {
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    var cells: [String: StudyCell] = [:]
    var lines: [Data] = []
    var isSound = true
    try JournalReader.forEachLine(of: path) { line in
      guard line.isWhole, let cell = try? RecordCoding.decode(StudyCell.self, from: line.bytes),
        cell.schema == StudySchema.version, cells[cell.id] == nil
      else {
        isSound = false
        return
      }
      cells[cell.id] = cell
      lines.append(line.bytes)
    }
    if !isSound {
      try AtomicFile.write(lines.reduce(into: Data()) { $0 += $1 + Data("\n".utf8) }, to: path)
    }
    return cells
  }

  /// Only what a study writes, and never anything else.
  private static func removeStudy(_ paths: StudyPaths) throws {
    for path in [paths.description, paths.journal, paths.result, paths.report] { unlink(path) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: paths.arrays)) ?? []
    for name in names where name.hasSuffix(".h5") || name.hasSuffix(AtomicFile.partialSuffix) {
      unlink(paths.arrays + "/" + name)
    }
  }
}
