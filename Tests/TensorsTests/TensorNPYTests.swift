import Tensors
import TestSupport
import Testing

@Suite struct TensorNPYTests {
  @Test func theBytesAreThoseOfNumPySave() throws {
    let tensor = Tensor(shape: [3, 1, 4], scalars: (0..<12).map { Float($0) / 8 - 0.5 })
    #expect(tensor.npyBytes() == (try Fixture.bytes("written.npy")))
  }

  @Test(arguments: [[], [0], [5], [2, 3], [1, 2, 1, 3], [3, 0, 2]] as [[Int]])
  func whatIsWrittenIsReadBack(shape: [Int]) throws {
    let tensor = Tensor(shape: shape, scalars: (0..<shape.product).map { Float($0) - 1.25 })
    let bytes = tensor.npyBytes()
    #expect((bytes.count - tensor.count * 4) % 64 == 0)
    #expect(try Tensor(npy: bytes, source: "x.npy") == tensor)
  }

  @Test func labelsAreWrittenAsIntegers() throws {
    let labels = try NPYFile(bytes: NPYFile.bytes([3, -1, 1 << 40] as [Int64], shape: [3]), source: "x.npy")
    #expect(labels.header.element == .int64)
    #expect(try labels.integers() == [3, -1, 1 << 40])
    let mask = try NPYFile(bytes: NPYFile.bytes([0, 255, 7, 1] as [UInt8], shape: [2, 2]), source: "x.npy")
    #expect(mask.header.element == .uint8)
    #expect(try mask.integers() == [0, 255, 7, 1])
  }

  @Test func aFileIsReplacedAsAWholeAndNothingIsLeftBeside() throws {
    let folder = try TemporaryFolder()
    try Tensor(scalar: 1).writeNPY(to: folder.file("a.npy"))
    try Tensor(scalar: 2).writeNPY(to: folder.file("a.npy"))
    #expect(try Tensor(npyContentsOf: folder.file("a.npy")) == Tensor(scalar: 2))
    #expect(try folder.names() == ["a.npy"])
  }

  @Test func aFolderThatIsNotThereIsAFileError() {
    let error = #expect(throws: FileError.self) { try Tensor(scalar: 1).writeNPY(to: "/nowhere/a.npy") }
    #expect(error?.path == "/nowhere/a.npy")
    #expect(error?.what.contains("No such file") == true)
  }
}
