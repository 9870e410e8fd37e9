import Tensors
import TestSupport
import Testing

@Suite struct NPZWriterTests {
  @Test func whatIsWrittenIsReadBackAndIsWhatNumPyAccepts() throws {
    let first = Tensor(shape: [2, 2], scalars: [1, 2, 3, 4])
    var writer = NPZWriter()
    try writer.add(first, named: "first")
    try writer.add(npy: NPYFile.bytes([7, 9] as [UInt8], shape: [2]), named: "labels")
    let archive = try NPZArchive(bytes: writer.bytes(), source: "x.npz")
    #expect(archive.names == ["first", "labels"])
    #expect(try archive.tensor(named: "first") == first)
    #expect(try archive.file(named: "labels").integers() == [7, 9])
    #expect(writer.bytes() == (try Fixture.bytes("written.npz")))
  }

  @Test func anEmptyArchiveIsAnArchive() throws {
    #expect(try NPZArchive(bytes: NPZWriter().bytes(), source: "x.npz").names.isEmpty)
  }

  @Test func namesMustBeGivenAndDistinct() throws {
    var writer = NPZWriter()
    try writer.add(Tensor(scalar: 1), named: "a")
    #expect(throws: NPYError.self) { try writer.add(Tensor(scalar: 1), named: "a") }
    #expect(throws: NPYError.self) { try writer.add(Tensor(scalar: 1), named: "") }
  }

  @Test func theArchiveIsWrittenToDisk() throws {
    let folder = try TemporaryFolder()
    var writer = NPZWriter()
    try writer.add(Tensor(scalar: 3), named: "a")
    try writer.write(to: folder.file("a.npz"))
    #expect(try NPZArchive(contentsOf: folder.file("a.npz")).tensor(named: "a") == Tensor(scalar: 3))
  }
}
