import Foundation

/// What went wrong with a report's files.
public struct ReportError: Error, CustomStringConvertible, Equatable {
  public let description: String

  init(cannot action: String, _ path: String, because reason: String) {
    description = "cannot \(action) \(path): \(reason); check the folder's permissions and the free space"
  }
}

/// The files of a report while they are written: in a hidden folder beside the final ones, moved into place at the end.
///
/// A report that fails half way leaves what was there before. The page is moved last, so a new page never stands beside
/// old figures.
final class ReportFolder {
  let figures: FigureFolder
  private let target: URL
  private let partial: URL

  // Without saved figures, charts and pictures are on the page only.
  init(_ path: String, savesFigures: Bool = true) throws {
    target = URL(fileURLWithPath: path, isDirectory: true)
    partial = target.appendingPathComponent(".report-in-progress", isDirectory: true)
    do {
      try? FileManager.default.removeItem(at: partial)
      try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
      figures = try FigureFolder(
        savesFigures ? partial.appendingPathComponent("figures", isDirectory: true) : nil)
    } catch {
      throw ReportError(cannot: "make a folder in", path, because: error.localizedDescription)
    }
  }

  /// Lets `fill` write a report and puts it in place when it is whole; where it throws, what was there stays.
  ///
  /// - Returns: the path of the page.
  static func filled(
    _ path: String, savesFigures: Bool = true, _ fill: (ReportFolder) throws -> Void
  ) throws -> String {
    let folder = try ReportFolder(path, savesFigures: savesFigures)
    do {
      try fill(folder)
      return try folder.publish()
    } catch {
      folder.discard()
      throw error
    }
  }

  func write(_ text: String, to name: String) throws {
    let file = partial.appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    } catch {
      throw ReportError(cannot: "write", file.path, because: error.localizedDescription)
    }
  }

  func write(_ page: Page) throws { try write(page.html, to: "report.html") }

  func write(tables: [(name: String, text: String)]) throws {
    for table in tables { try write(table.text, to: "tables/\(table.name)") }
  }

  /// A file that grows line by line.
  func stream(_ name: String) throws -> LineStream { try LineStream(partial.appendingPathComponent(name)) }

  /// Moves everything into place.
  ///
  /// - Returns: the path of the page.
  func publish() throws -> String {
    for name in ["figures", "tables", "records.csv", "report.html"] { try move(name) }
    discard()
    return target.appendingPathComponent("report.html").path
  }

  func discard() { try? FileManager.default.removeItem(at: partial) }

  private func move(_ name: String) throws {
    let new = partial.appendingPathComponent(name), old = target.appendingPathComponent(name)
    let manager = FileManager.default
    do {
      if manager.fileExists(atPath: old.path) {
        try manager.moveItem(at: old, to: partial.appendingPathComponent("old-" + name))
      }
      if manager.fileExists(atPath: new.path) { try manager.moveItem(at: new, to: old) }
    } catch {
      throw ReportError(cannot: "replace", old.path, because: error.localizedDescription)
    }
  }
}

/// A text file written in pieces, so that its size does not show in memory.
final class LineStream {
  private let handle: FileHandle
  private let path: String
  private var pending = Data()

  init(_ file: URL) throws {
    path = file.path
    guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path)
    else { throw ReportError(cannot: "write", path, because: "it could not be opened") }
    self.handle = handle
  }

  func write(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count > 1 << 16 { try flush() }
  }

  func close() throws {
    try flush()
    do { try handle.close() } catch {
      throw ReportError(cannot: "write", path, because: error.localizedDescription)
    }
  }

  private func flush() throws {
    do { try handle.write(contentsOf: pending) } catch {
      throw ReportError(cannot: "write", path, because: error.localizedDescription)
    }
    pending.removeAll(keepingCapacity: true)
  }
}
