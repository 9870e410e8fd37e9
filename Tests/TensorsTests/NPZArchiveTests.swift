import Tensors
import TestSupport
import Testing

@Suite struct NPZArchiveTests {
  @Test func storedMembersAreListedAndRead() throws {
    let archive = try NPZArchive(contentsOf: Fixture.path("stored.npz"))
    #expect(archive.names == ["first", "labels"])
    #expect(try archive.tensor(named: "first") == Tensor(shape: [2, 3], scalars: [0, 1, 2, 3, 4, 5]))
    #expect(try archive.file(named: "labels.npy").integers() == [3, 1, 2])
  }

  @Test func sizesInThe64BitExtensionAreRead() throws {
    let archive = try NPZArchive(contentsOf: Fixture.path("wide.npz"))
    #expect(try archive.tensor(named: "wide") == Tensor(shape: [1, 2], scalars: [1.5, -2.5]))
  }

  @Test func aMissingArrayIsAnErrorThatListsWhatIsThere() throws {
    let archive = try NPZArchive(contentsOf: Fixture.path("stored.npz"))
    let error = #expect(throws: NPYError.self) { try archive.tensor(named: "x") }
    #expect(error?.hint == "it holds first, labels")
  }

  @Test(arguments: ["arrays.npz", "stored.npz"]) func aFlippedBitInTheDataIsFound(name: String) throws {
    var bytes = try Fixture.bytes(name)
    let archive = try NPZArchive(bytes: bytes, source: name)
    let first = try #require(archive.names.first)
    // The first member's data end somewhere before its checksum is repeated; byte 120 lies in them in both files.
    bytes[120] ^= 0x10
    let damaged = try NPZArchive(bytes: bytes, source: name)
    #expect(throws: NPYError.self) { try damaged.tensor(named: first) }
  }

  @Test func foreignEmptyAndCutFilesAreRefused() throws {
    let bytes = try Fixture.bytes("stored.npz")
    for broken in [[], Array("PK".utf8), Array(bytes.dropLast(30)), [UInt8](repeating: 0, count: 100_000)] {
      #expect(throws: NPYError.self) { try NPZArchive(bytes: broken, source: "x.npz") }
    }
  }

  @Test func aForgedSizeIsRefusedBeforeMemoryIsTaken() throws {
    var bytes = try Fixture.bytes("arrays.npz")
    // The uncompressed size of the first directory entry, found by its signature "PK\u{1}\u{2}".
    let entry = try #require(
      bytes.indices.dropLast(46).first { bytes[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 1, 2]) })
    bytes.replaceSubrange(entry + 24..<entry + 28, with: [0xFE, 0xFF, 0xFF, 0xFF])
    let archive = try NPZArchive(bytes: bytes, source: "x.npz")
    let error = #expect(throws: NPYError.self) { try archive.tensor(named: archive.names[0]) }
    #expect(error?.what.contains("forged") == true)
  }

  @Test(arguments: ["arrays.npz", "stored.npz", "wide.npz"]) func damagedFilesNeverCrash(name: String) throws {
    let bytes = try Fixture.bytes(name)
    // The directory lies at the end: the second series is damaged there, by mutating the reversed file.
    for (series, original) in [bytes, Array(bytes.reversed())].enumerated() {
      let mutations = FileMutations(of: original)
      var refused = 0
      for index in 0..<250 {
        let mutated = mutations.mutated(index)
        do {
          let archive = try NPZArchive(bytes: series == 0 ? mutated : mutated.reversed(), source: "x.npz")
          for name in archive.names { _ = try archive.tensor(named: name) }
        } catch { refused += 1 }
      }
      #expect(refused > 60, "\(name), series \(series): only \(refused) of 250 were refused")
    }
  }
}
