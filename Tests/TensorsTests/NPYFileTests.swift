import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct NPYFileTests {
  private struct Expected: Decodable {
    let shape: [Int]
    let code: String
    let isFortranOrder: Bool
    let bits: [UInt32]
  }

  @Test func everyElementTypeAndOrderReadsAsNumPyReadsIt() throws {
    let json = Data(try Fixture.bytes("values.json"))
    let expected = try JSONDecoder().decode([String: Expected].self, from: json)
    let archive = try NPZArchive(contentsOf: Fixture.path("arrays.npz"))
    #expect(Set(archive.names) == Set(expected.keys))
    #expect(archive.names.count == 53)
    for (name, wanted) in expected {
      let file = try archive.file(named: name)
      let tensor = try file.tensor()
      #expect(tensor.shape == wanted.shape, "\(name)")
      #expect(tensor.scalars.map(\.bitPattern) == wanted.bits, "\(name)")
      #expect(file.header.element.code == wanted.code, "\(name)")
      #expect(file.header.isFortranOrder == wanted.isFortranOrder, "\(name)")
    }
  }

  @Test(arguments: [2, 3]) func laterVersionsOfTheHeaderAreRead(version: Int) throws {
    let file = try NPYFile(contentsOf: Fixture.path("version\(version).npy"))
    #expect(file.header.version == version)
    #expect("\(file.header)" == "NPY \(version).0, uint16, big-endian, shape [3, 2]")
    #expect(try file.tensor() == Tensor(shape: [3, 2], scalars: [0, 1, 2, 3, 4, 5]))
  }

  @Test func oneSampleIsThatRowOfTheWhole() throws {
    let archive = try NPZArchive(contentsOf: Fixture.path("arrays.npz"))
    for name in ["f4-little-C", "i2-big-F", "c8-big-C", "c16-little-F", "u1-byte-C"] {
      let file = try archive.file(named: name)
      let whole = try file.tensor()
      #expect(try file.sample(1) == whole.sample(1), "\(name)")
      #expect(throws: NPYError.self) { try file.sample(2) }
    }
    #expect(throws: NPYError.self) { try archive.file(named: "scalar").sample(0) }
  }

  @Test func integersAreExactWhereFloatsAreNot() throws {
    let archive = try NPZArchive(contentsOf: Fixture.path("arrays.npz"))
    let plain = try archive.file(named: "i8-little-C").integers()
    #expect(plain.prefix(2) == [Int64.min, Int64.max])
    #expect(try archive.file(named: "i8-big-F").integers() == plain)
    #expect(try archive.file(named: "u1-byte-F").integers().prefix(2) == [0, 255])
    let tooLarge = #expect(throws: NPYError.self) { try archive.file(named: "u8-little-C").integers() }
    #expect(tooLarge?.what.contains("uint64") == true)
    #expect(throws: NPYError.self) { try archive.file(named: "f4-little-C").integers() }
  }

  @Test func samplesOfAFileOnDiskAreReadOneByOne() throws {
    let folder = try TemporaryFolder()
    let tensor = Tensor(shape: [3, 2], scalars: [1, 2, 3, 4, 5, 6])
    try tensor.writeNPY(to: folder.file("a.npy"))
    let file = try NPYFile(contentsOf: folder.file("a.npy"))
    #expect(try file.sample(2) == Tensor(shape: [2], scalars: [5, 6]))
  }

  @Test func realFilesKeepTheirShapeAndType() throws {
    guard let frame = SharedMaterial.path("data/radar/openradar-adc/doppler_example.npy"),
      let gradient = SharedMaterial.path("fixtures/unet_valid.gradient.npy")
    else { return }
    let radar = try NPYFile(contentsOf: frame)
    #expect("\(radar.header.element)" == "complex128")
    #expect(try radar.tensor().shape == [128, 256, 2])
    #expect(try Tensor(npyContentsOf: gradient).shape == [1, 3, 92, 92])
  }

  @Test func damagedFilesAreErrorsOrValuesButNeverCrashes() throws {
    for name in ["written.npy", "version3.npy"] {
      let mutations = FileMutations(of: try Fixture.bytes(name))
      var refused = 0
      for index in 0..<400 {
        do {
          let file = try NPYFile(bytes: mutations.mutated(index), source: "mutation \(index)")
          #expect(try file.tensor().count == file.tensorShape.product)
        } catch { refused += 1 }
      }
      #expect(refused > 100, "\(name): only \(refused) of 400 were refused")
    }
  }
}
