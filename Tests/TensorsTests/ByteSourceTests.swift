import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ByteSourceTests {
  @Test func aMissingFileAFolderAndADeviceAreRefused() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: FileError.self) { try ByteSource(contentsOf: folder.file("none")) }
    #expect(missing?.hint == "check the path")
    let directory = #expect(throws: FileError.self) { try ByteSource(contentsOf: folder.path) }
    #expect(directory?.what == "is a folder, not a file")
    #expect(throws: FileError.self) { try ByteSource(contentsOf: "/dev/zero") }
  }

  @Test func readsAreCheckedAgainstTheLength() throws {
    let folder = try TemporaryFolder()
    try FileReplacement.write([1, 2, 3, 4], to: folder.file("a"))
    for source in [try ByteSource(contentsOf: folder.file("a")), ByteSource([1, 2, 3, 4], name: "memory")] {
      #expect(try source.bytes() == [1, 2, 3, 4])
      #expect(try source.bytes(at: 1, count: 2) == [2, 3])
      #expect(try source.bytes(at: 4, count: 0) == [])
      for (offset, count) in [(0, 5), (4, 1), (5, 0), (-1, 1), (1, -1), (Int.max, 1), (1, Int.max)] {
        #expect(throws: FileError.self) { try source.bytes(at: offset, count: count) }
      }
    }
  }
}
