import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

@Suite struct HDF5WriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: HDF5NumberType.allCases.filter { $0 != .bool })
  func everyNumberTypeComesBack(_ type: HDF5NumberType) throws {
    let path = folder.file("\(type).h5")
    let tensor = Tensor(shape: [2, 3], scalars: [0, 1, 2, 64, 100, 127])
    let writer = try HDF5Writer(creating: path)
    try writer.write(tensor, to: "a/b/plain", as: type)
    try writer.write(tensor, to: "a/packed", as: type, storage: .compressed)
    try writer.close()
    let file = try HDF5File(reading: path)
    #expect(try file.tensor("a/b/plain") == tensor)
    #expect(try file.tensor("a/packed") == tensor)
    #expect(try file.dataset("a/b/plain")?.type.description == type.rawValue)
    #expect(try file.dataset("a/packed")?.filters.map(\.name) == ["shuffle", "deflate"])
  }

  @Test func masksComplexNumbersIntegersAndTextComeBack() throws {
    let path = folder.file("kinds.h5")
    let writer = try HDF5Writer(creating: path)
    try writer.write(bytes: [0, 1, 255, 7], shape: [2, 2], to: "mask", storage: .compressed)
    try writer.write(bytes: [0, 1], shape: [2], to: "flags", as: .bool)
    let complex = Tensor(shape: [1, 2, 2], scalars: [1, -2, 3, 4])
    try writer.write(complex: complex, to: "iq", as: .int16)
    try writer.write(integers: [.max, .min], shape: [2], to: "ticks")
    try writer.write(text: "kaf\u{e9}", to: "words")
    try writer.close()
    let file = try HDF5File(reading: path)
    #expect(try file.tensor("mask") == Tensor(shape: [2, 2], scalars: [0, 1, 255, 7]))
    #expect(try file.dataset("flags")?.type == .bool)
    #expect(try file.integers("flags") == [0, 1])
    #expect(try file.complexTensor("iq") == complex)
    #expect(try file.dataset("iq")?.type == .complex(of: .integer(bits: 16, signed: true)))
    #expect(try file.integers("ticks") == [.max, .min])
    #expect(try file.texts("words") == ["kaf\u{e9}"])
  }

  @Test func attributesComeBack() throws {
    let path = folder.file("attributes.h5")
    let writer = try HDF5Writer(creating: path)
    try writer.makeGroup("deep/group")
    try writer.setAttribute("fps", numbers: [28.6])
    try writer.setAttribute("names", of: "deep/group", texts: ["a", "", "\u{529b}"])
    try writer.setAttribute("note", of: "deep/group", texts: ["one"])
    try writer.close()
    let file = try HDF5File(reading: path)
    #expect(try file.attributes(of: "/").first?.number == 28.6)
    #expect(try file.attributes(of: "deep/group").map(\.value) == [.texts(["a", "", "\u{529b}"]), .texts(["one"])])
  }

  @Test func emptyAndGrowingDatasetsComeBack() throws {
    let path = folder.file("empty.h5")
    let writer = try HDF5Writer(creating: path)
    let storage = HDF5Storage(chunkShape: [256, 8], growingAxis: 0)
    try writer.write(Tensor(shape: [0, 8], scalars: []), to: "none", as: .float16, storage: storage)
    try writer.write(Tensor(shape: [3, 8], scalars: [Float](repeating: 2, count: 24)), to: "some", storage: storage)
    try writer.write(Tensor(scalar: 4), to: "scalar")
    try writer.close()
    let file = try HDF5File(reading: path)
    #expect(try file.tensor("none").shape == [0, 8])
    #expect(try file.dataset("some")?.maximumShape == [nil, 8])
    #expect(try file.tensor("some").scalars.allSatisfy { $0 == 2 })
    #expect(try file.tensor("scalar") == Tensor(scalar: 4))
  }

  @Test func aLargeCompressibleDatasetPassesThePlausibilityCheck() throws {
    let path = folder.file("zeros.h5")
    let writer = try HDF5Writer(creating: path)
    try writer.write(Tensor(shape: [40, 1 << 19]), to: "zeros", storage: .compressed)
    try writer.close()
    #expect(try HDF5File(reading: path).tensor("zeros", rows: 39..<40).shape == [1, 1 << 19])
    #expect(try HDF5File(reading: path).tensor("zeros").count == 40 << 19)
  }

  @Test func smallFilesAreSmallerAndMayHoldAFewChunks() throws {
    let tensor = Tensor(shape: [64, 8], scalars: (0..<512).map(Float.init))
    var sizes: [Int] = []
    for isSmall in [false, true] {
      let path = folder.file("\(isSmall).h5")
      let writer = try HDF5Writer(creating: path, isSmall: isSmall)
      try writer.write(tensor, to: "one", storage: .compressed)
      try writer.write(tensor, to: "few", storage: HDF5Storage(chunkShape: [16, 8]))
      try writer.close()
      let file = try HDF5File(reading: path)
      #expect(try file.tensor("one") == tensor && file.tensor("few") == tensor)
      sizes.append(try Data(contentsOf: URL(fileURLWithPath: path)).count)
    }
    #expect(sizes[1] < sizes[0])
  }

  @Test func nothingIsOverwritten() throws {
    let path = folder.file("there.h5")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: HDF5Error.self) { try HDF5Writer(creating: path).close() }
    #expect(error?.kind == .cannotWrite)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }

  @Test func aMissingFolderIsKnownAtOnce() {
    let error = #expect(throws: HDF5Error.self) { try HDF5Writer(creating: "/nowhere/x.h5").close() }
    #expect(error?.description.contains("No such file or directory") == true)
  }

  @Test func aFileThatIsNotClosedLeavesNothingBehind() throws {
    let path = folder.file("unfinished.h5")
    do {
      let writer = try HDF5Writer(creating: path)
      try writer.write(Tensor(scalar: 1), to: "x")
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func twoDatasetsOfOneNameAreAnError() throws {
    let writer = try HDF5Writer(creating: folder.file("twice.h5"))
    try writer.write(Tensor(scalar: 1), to: "x")
    var failure: HDF5Error?
    do { try writer.write(Tensor(scalar: 2), to: "x") } catch { failure = error }
    #expect(failure?.kind == .cannotWrite)
    #expect(failure?.detail.contains("already exists") == true)
  }

  /// A limit on the size of files fails a write as a full disk does.
  @Test func aDiskThatIsFullIsAnErrorAndLeavesNoFile() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let error = #expect(throws: HDF5Error.self) {
      let writer = try HDF5Writer(creating: folder.file("x.h5"), onto: "/dev/full")
      try writer.write(Tensor(scalar: 1), to: "x")
      try writer.close()
    }
    #expect(error?.detail == "No space left on device")
  }
}
