import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct FileReplacementTests {
  @Test func aFailedRenameLeavesNothingBeside() throws {
    let folder = try TemporaryFolder()
    // A folder that is not empty cannot be replaced by a file.
    try FileManager.default.createDirectory(atPath: folder.file("taken/inner"), withIntermediateDirectories: true)
    let error = #expect(throws: FileError.self) { try FileReplacement.write([1], to: folder.file("taken")) }
    #expect(error?.what.contains("cannot be put in place") == true)
    #expect(try folder.names() == ["taken"])
  }

  @Test func theOldFileSurvivesAFailure() throws {
    let folder = try TemporaryFolder()
    try FileReplacement.write([1, 2], to: folder.file("a"))
    let error = #expect(throws: FileError.self) { try FileReplacement.write([3], to: folder.file("a/b")) }
    #expect(error?.path == folder.file("a/b"))
    #expect(try ByteSource(contentsOf: folder.file("a")).bytes() == [1, 2])
  }

  @Test func aReadOnlyFolderIsAnErrorThatSaysSo() throws {
    // The superuser may write anywhere.
    guard getuid() != 0 else { return }
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
    let error = #expect(throws: FileError.self) { try FileReplacement.write([3], to: folder.file("a")) }
    #expect(error?.hint.contains("permissions") == true)
  }
}

extension TemporaryFolder {
  /// What lies in the folder, in order.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}
