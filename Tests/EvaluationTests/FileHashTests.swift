import Evaluation
import Foundation
import TestSupport
import Testing

@Suite struct FileHashTests {
  /// The golden digest is hashlib's, of the two lines that `sha256sum a.txt b/b.txt` prints.
  @Test func aTreeIsHashedAsSha256sumWould() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("b"), withIntermediateDirectories: true)
    try Data("alpha".utf8).write(to: URL(fileURLWithPath: folder.file("a.txt")))
    try Data("beta".utf8).write(to: URL(fileURLWithPath: folder.file("b/b.txt")))
    let files = try FileTreeHash.files(["b/b.txt", "a.txt"], in: folder.path)
    #expect(files.map(\.path) == ["a.txt", "b/b.txt"])
    #expect(files.map(\.bytes) == [5, 4])
    #expect(FileTreeHash.combined(files) == "78aa45a2d1571066418bf3f6b450c96d96da68caf4058a39a4f16f73f2669ab8")
  }

  @Test func aMissingFileIsAClearError() {
    let error = #expect(throws: RunFolderError.self) { _ = try FileHash.sha256(ofFile: "/nowhere/x.h5") }
    #expect(error?.description == "cannot read /nowhere/x.h5: No such file or directory; check the path")
  }
}
