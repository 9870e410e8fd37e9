import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

/// The values are those that `Fixtures/generate.py` gave to h5py.
@Suite struct HDF5FileTests {
  private let file: HDF5File

  init() throws { file = try HDF5File(reading: Fixture.path("kinds.h5")) }

  @Test(arguments: ["f2", "f4", "f8", "i1", "i2", "i4", "i8"])
  func everySignedNumberTypeBecomesFloat(_ name: String) throws {
    let expected = Tensor(shape: [3, 4], scalars: (-3..<9).map { Float($0) })
    #expect(try file.tensor("numbers/\(name)") == expected)
    if name != "i1" { #expect(try file.tensor("big_endian/\(name)") == expected) }
  }

  @Test(arguments: ["u1", "u2", "u4", "u8"])
  func everyUnsignedNumberTypeBecomesFloat(_ name: String) throws {
    #expect(try file.tensor("numbers/\(name)").scalars == (0..<12).map { Float($0) })
  }

  @Test func integersBeyondFloatStayExact() throws {
    #expect(try file.integers("exact") == [16_777_217, -9_007_199_254_740_993, .max])
    #expect(try file.tensor("exact").scalars[0] == 16_777_216)
    #expect(try file.doubles("exact")[0] == 16_777_217)
  }

  @Test func halfPrecisionIncludesItsExtremes() throws {
    let half = try file.tensor("half").scalars
    #expect(Array(half[0..<5]) == [0.0999755859375, -2.5, 65504, 5.9604644775390625e-8, .infinity])
    #expect(half[5].isNaN)
  }

  @Test func valuesBeyondFloatBecomeInfinite() throws {
    #expect(try file.tensor("overflow").scalars == [.infinity, 1.5])
    #expect(try file.doubles("overflow") == [1e300, 1.5])
  }

  @Test func truthValuesAndEnumerationsAreNumbers() throws {
    #expect(try file.tensor("truth").scalars == [1, 0, 1])
    #expect(try file.object("truth").dataset?.type == .bool)
    #expect(try file.integers("enumeration") == [5, 0, 7])
    #expect(try file.object("enumeration").dataset?.type == .enumeration(of: .integer(bits: 16, signed: true)))
  }

  @Test func aScalarHasTheEmptyShape() throws {
    #expect(try file.tensor("scalar") == Tensor(scalar: 2.25))
  }

  @Test func complexNumbersGetATrailingAxisOfTwo() throws {
    #expect(try file.complexTensor("complex/int16") == Tensor(shape: [2, 2], scalars: [1, -2, 300, 400]))
    #expect(try file.complexTensor("complex/complex64") == Tensor(shape: [2, 1, 2], scalars: [1, 2, 3.5, -4]))
    #expect(try file.object("complex/int16").dataset?.type == .complex(of: .integer(bits: 16, signed: true)))
  }

  @Test(arguments: ["gzip", "gzip_shuffle", "checksum"])
  func packedChunksAreUnpacked(_ name: String) throws {
    let expected = Tensor(shape: [100, 20], scalars: (0..<2000).map { Float($0) })
    #expect(try file.tensor("packed/\(name)") == expected)
    let dataset = try #require(try file.dataset("packed/\(name)"))
    #expect(dataset.chunkShape == [30, 7])
    #expect(dataset.filters.allSatisfy { $0.isAvailable })
  }

  @Test func aPartOfTheRowsIsRead() throws {
    let rows = try file.tensor("packed/gzip", rows: 29..<31)
    #expect(rows == Tensor(shape: [2, 20], scalars: (580..<620).map { Float($0) }))
    #expect(try file.tensor("packed/gzip", rows: 100..<100).shape == [0, 20])
    #expect(try file.complexTensor("complex/int16", rows: 1..<2).scalars == [300, 400])
    let error = #expect(throws: HDF5Error.self) { try file.tensor("packed/gzip", rows: 90..<101) }
    #expect(error?.detail == "rows 90 ..< 101 were wanted, it has 100")
  }

  @Test func growingAndSparseDatasetsHaveTheirPresentExtent() throws {
    let growing = try #require(try file.dataset("growing"))
    #expect(growing.shape == [5, 20])
    #expect(growing.maximumShape == [nil, 20])
    #expect(growing.chunkShape == [64, 20])
    #expect(try file.tensor("growing").scalars == (0..<100).map { Float($0) })
    let sparse = try file.tensor("sparse")
    #expect(Array(sparse.scalars[24..<33]) == [-1.5, -1.5, -1.5, 1, 2, 3, -1.5, -1.5, -1.5])
  }

  @Test func nothingIsReadFromAnEmptyDataset() throws {
    #expect(try file.tensor("empty") == Tensor(shape: [0, 4], scalars: []))
    #expect(try file.tensor("states") == Tensor(shape: [0], scalars: []))
    #expect(try file.integers("truth").count == 3)
  }

  @Test func textsOfEveryKindAreRead() throws {
    #expect(try file.texts("text/variable") == ["kaf\u{e9} \u{529b}"])
    #expect(try file.texts("text/list") == ["one", "three"])
    #expect(try file.texts("text/variable_list") == ["", "two"])
  }

  @Test func attributesKeepTheirValues() throws {
    let attributes = try file.attributes(of: "attributes")
    #expect(attributes.map(\.name) == ["empty", "fixed", "flag", "integer", "numbers", "text", "texts"])
    #expect(attributes[0].value == .numbers([]))
    #expect(attributes[1].text == "K60168A")
    #expect(attributes[2].number == 1)
    #expect(attributes[3].number == 70)
    #expect(attributes[3].type == .integer(bits: 32, signed: true))
    #expect(attributes[4].shape == [2, 2])
    #expect(attributes[4].value == .numbers([1.5, 2, 3, 4]))
    #expect(attributes[5].text == "Open->Close->Open")
    #expect(attributes[6].value == .texts(["a", "bc"]))
    #expect(try file.attributes(of: "/").first?.number == 30)
  }

  @Test func aListingVisitsEveryObjectOnceInSpiteOfCircles() throws {
    let listing = try file.listing()
    #expect(listing.omission == nil)
    let names = listing.objects.map(\.name)
    #expect(names.count == Set(names).count)
    #expect(names.contains("complex/int16") && names.contains("no_values"))
    #expect(names.count { $0.hasSuffix("scalar") || $0.hasSuffix("again") } == 1)
    let part = try file.listing(limit: 3)
    #expect(part.objects.count == 3)
    #expect(part.omission == "there are more than 3 objects")
  }

  @Test func typesAreNamedForPeople() throws {
    let types = Dictionary(uniqueKeysWithValues: try file.listing().datasets.map { ($0.name, "\($0.type)") })
    #expect(types["numbers/f2"] == "float16")
    #expect(types["numbers/u4"] == "uint32")
    #expect(types["complex/complex64"] == "complex of float32")
    #expect(types["record"] == "{x: int32, y: float64, z: uint8}")
    #expect(types["text/variable"] == "text")
    #expect(types["truth"] == "bool")
  }

  @Test func severalThreadsMayShareAFile() async throws {
    let file = file
    try await withThrowingTaskGroup(of: Float.self) { group in
      for row in 0..<40 { group.addTask { try file.tensor("packed/gzip", rows: row..<row + 1).scalars[0] } }
      var sum: Float = 0
      for try await value in group { sum += value }
      #expect(sum == 15600)
    }
  }
}
