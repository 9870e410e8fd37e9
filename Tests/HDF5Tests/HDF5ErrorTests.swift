import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

@Suite struct HDF5ErrorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func openingError(_ path: String) -> HDF5Error? {
    #expect(throws: HDF5Error.self) { try HDF5File(reading: path) }
  }

  private func readingError(_ name: String, _ read: (HDF5File) throws -> Void) throws -> HDF5Error? {
    let file = try HDF5File(reading: Fixture.path("kinds.h5"))
    let error = #expect(throws: HDF5Error.self) { try read(file) }
    #expect(error?.object == name)
    return error
  }

  @Test func aMissingFileIsNamed() {
    #expect(
      openingError("/nowhere/a.h5")?.description
        == "/nowhere/a.h5: no such file (No such file or directory); check the path")
  }

  @Test func aFolderIsNoFile() {
    #expect(openingError(folder.path)?.kind == .unreadableFile)
    #expect(openingError("/dev/null")?.detail == "it is not a regular file")
  }

  @Test func aForbiddenFileIsUnreadable() throws {
    let path = folder.file("secret.h5")
    try Data([1]).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    // The superuser may read everything.
    let expected: HDF5Error.Kind = geteuid() == 0 ? .notHDF5 : .unreadableFile
    #expect(openingError(path)?.kind == expected)
  }

  @Test(arguments: [Data(), Data("\u{89}PNG".utf8), Data(repeating: 0, count: 5000)])
  func otherFilesAreNotHDF5(_ content: Data) throws {
    let path = folder.file("other.h5")
    try content.write(to: URL(fileURLWithPath: path))
    #expect(openingError(path)?.kind == .notHDF5)
  }

  @Test func aFileCutShortIsDamaged() throws {
    let path = folder.file("cut.h5")
    let whole = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("kinds.h5")))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    let error = openingError(path)
    #expect(error?.kind == .damagedFile)
    #expect(error?.detail.contains("truncated file") == true)
  }

  @Test func aPathWithAZeroByteIsMissing() {
    #expect(openingError(Fixture.path("kinds.h5") + "\0.txt")?.kind == .missingFile)
  }

  @Test(arguments: ["nothing", "nowhere", "elsewhere", "numbers/f4/x", "", "a\0b"])
  func aMissingDatasetIsAnError(_ name: String) throws {
    let file = try HDF5File(reading: Fixture.path("kinds.h5"))
    let error = #expect(throws: HDF5Error.self) { try file.tensor(name) }
    #expect(error?.kind == .missingObject)
    #expect(try file.dataset(name) == nil)
  }

  @Test func aGroupIsNoDataset() throws {
    #expect(try readingError("numbers") { _ = try $0.tensor("numbers") }?.detail == "it is not a dataset")
  }

  @Test func theWrongClassIsNamed() throws {
    #expect(
      try readingError("text/list") { _ = try $0.tensor("text/list") }?.detail == "it holds text, not numbers")
    #expect(try readingError("record") { _ = try $0.tensor("record") }?.detail == "it holds records, not numbers")
    #expect(
      try readingError("complex/int16") { _ = try $0.tensor("complex/int16") }?.detail
        == "it holds complex numbers, not plain ones")
    #expect(
      try readingError("numbers/f4") { _ = try $0.complexTensor("numbers/f4") }?.detail
        == "it holds plain numbers, not complex ones")
    #expect(try readingError("numbers/f4") { _ = try $0.texts("numbers/f4") }?.detail == "it does not hold text")
    #expect(try readingError("half") { _ = try $0.integers("half") }?.kind == .wrongKind)
  }

  @Test func aMissingFilterIsNamed() throws {
    let error = try readingError("packed/lzf") { _ = try $0.tensor("packed/lzf") }
    #expect(error?.kind == .missingFilter)
    #expect(error?.detail == "it is packed with filter 32000 (lzf), which this libhdf5 does not have")
  }

  /// A file of 2 kB whose dataset claims 4 TB.
  @Test func aForgedExtentIsRefusedBeforeAnythingIsAllocated() throws {
    let path = folder.file("forged.h5")
    let writer = try HDF5Writer(creating: path)
    try writer.write(Tensor(shape: [7], scalars: [1, 2, 3, 4, 5, 6, 7]), to: "x")
    try writer.close()
    try forge(path) { $0[5] = 1 }
    let file = try HDF5File(reading: path)
    #expect(try file.dataset("x")?.shape == [1_099_511_627_783])
    let error = #expect(throws: HDF5Error.self) { try file.tensor("x") }
    #expect(error?.kind == .implausibleSize)
  }

  /// Extents beside a 0 hold no elements, but their product must not overflow either.
  @Test func forgedExtentsBesideAZeroAreRefused() throws {
    let path = folder.file("forged.h5")
    let writer = try HDF5Writer(creating: path)
    try writer.write(Tensor(shape: [7, 7, 0], scalars: []), to: "x", as: .float32)
    try writer.close()
    try forge(path) { $0[6] = 16 }
    let file = try HDF5File(reading: path)
    #expect(try file.dataset("x")?.shape.first == 7 + 16 << 48)
    let error = #expect(throws: HDF5Error.self) { try file.tensor("x") }
    #expect(error?.kind == .implausibleSize)
  }

  /// Changes every 8 bytes of a file that say 7.
  private func forge(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
    var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    let seven: [UInt8] = [7, 0, 0, 0, 0, 0, 0, 0]
    for start in 0..<bytes.count - 8 where Array(bytes[start..<start + 8]) == seven {
      var forged = seven
      change(&forged)
      bytes.replaceSubrange(start..<start + 8, with: forged)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  @Test func aCrashOfTheLibraryIsAnErrorLikeAnyOther() throws {
    let file = try HDF5File(reading: Fixture.path("kinds.h5"))
    kill(file.readerIdentifier, SIGSEGV)
    for _ in 0..<2 {
      let error = #expect(throws: HDF5Error.self) { try file.tensor("half") }
      #expect(error?.kind == .crashed)
      #expect(error?.detail == "the reading process ended with signal 11")
    }
  }

  @Test func anEndlessLoopOfTheLibraryIsEnded() throws {
    let file = try HDF5File(reading: Fixture.path("kinds.h5"))
    kill(file.readerIdentifier, SIGPROF)
    let error = #expect(throws: HDF5Error.self) { try file.tensor("half") }
    #expect(error?.kind == .timedOut)
  }

  @Test func readersLeaveWithTheirFiles() throws {
    var identifier: Int32 = 0
    do {
      let file = try HDF5File(reading: Fixture.path("kinds.h5"))
      identifier = file.readerIdentifier
      #expect(kill(identifier, 0) == 0)
    }
    #expect(kill(identifier, 0) == -1)
  }
}
