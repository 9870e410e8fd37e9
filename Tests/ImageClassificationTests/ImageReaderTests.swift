import Foundation
import ImageClassification
import Images
import Tensors
import TestSupport
import Testing

@Suite struct ImageReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func pixel(_ file: String, channels: Int) throws -> [Float] {
    let (image, _) = try ImageReader(channels: channels).image(at: folder.file(file))
    #expect(image.shape == [channels, 3, 4])
    return image.samples.map { $0.scalars[5] }
  }

  @Test func everyStorageBecomesFractions() throws {
    try Pictures.png([51, 102, 255], to: folder.file("8.png"))
    try Pictures.png([13_107, 26_214, 65_535], depth: 16, to: folder.file("16.png"))
    try Pictures.jpeg([51, 102, 255], to: folder.file("x.jpg"))
    let values = Tensor(shape: [3, 3, 4], scalars: (0..<36).map { [51, 102, 255][$0 / 12] })
    try values.writeNPY(to: folder.file("float.npy"))
    try NPYBytes.uint8(shape: [3, 3, 4], values.scalars.map { UInt8($0) }).write(
      to: URL(fileURLWithPath: folder.file("bytes.npy")))
    #expect(try pixel("8.png", channels: 3) == [0.2, 0.4, 1])
    #expect(try pixel("16.png", channels: 3) == [0.2, 0.4, 1])
    #expect(try pixel("bytes.npy", channels: 3) == [0.2, 0.4, 1])
    #expect(try pixel("float.npy", channels: 3) == [51, 102, 255])
    for (found, expected) in zip(try pixel("x.jpg", channels: 3), [0.2, 0.4, 1] as [Float]) {
      #expect(abs(found - expected) < 0.02)
    }
    let reader = ImageReader(channels: 3)
    #expect(try reader.stored(at: folder.file("8.png")).largestValue == 255)
    #expect(try reader.stored(at: folder.file("16.png")).largestValue == 65_535)
    #expect(try reader.stored(at: folder.file("float.npy")).largestValue == nil)
  }

  @Test func greyIsRepeatedAndColourReducedWithANote() throws {
    try Pictures.png([51], colour: .grey, to: folder.file("grey.png"))
    try Pictures.png([255, 0, 0], to: folder.file("red.png"))
    try Tensor(shape: [3, 4], scalars: [Float](repeating: 0.5, count: 12)).writeNPY(to: folder.file("flat.npy"))
    #expect(try pixel("grey.png", channels: 3) == [0.2, 0.2, 0.2])
    #expect(try pixel("flat.npy", channels: 3) == [0.5, 0.5, 0.5])
    #expect(abs(try pixel("red.png", channels: 1)[0] - 0.299) < 1e-6)
    let reader = ImageReader(channels: 3)
    let grey = try reader.stored(at: folder.file("grey.png"))
    #expect(try reader.conversion(of: grey, source: "g") == "grey is repeated on three channels")
    let red = try reader.stored(at: folder.file("red.png"))
    #expect(try reader.conversion(of: red, source: "r") == nil)
    #expect(try ImageReader(channels: 1).conversion(of: red, source: "r")?.hasPrefix("colour is reduced") == true)
  }

  @Test func alphaIsDroppedWithANote() throws {
    try Pictures.png([51, 102, 255, 0], colour: .rgba, to: folder.file("alpha.png"))
    #expect(try pixel("alpha.png", channels: 3) == [0.2, 0.4, 1])
    let stored = try ImageReader(channels: 3).stored(at: folder.file("alpha.png"))
    #expect(stored.notes == ["the alpha channel is dropped, not blended with a background"])
    #expect(stored.channels == 3)
  }

  @Test func channelsThatFitNothingAreRefused() throws {
    try Pictures.png([1, 2, 3], to: folder.file("rgb.png"))
    try Tensor(shape: [3, 4, 3], scalars: [Float](repeating: 0, count: 36)).writeNPY(to: folder.file("last.npy"))
    try Tensor(shape: [4, 3, 4], scalars: [Float](repeating: 0, count: 48)).writeNPY(to: folder.file("four.npy"))
    #expect(throws: ImageError.self) { try ImageReader(channels: 4).image(at: folder.file("rgb.png")) }
    #expect(throws: ImageError.self) { try ImageReader(channels: 3).image(at: folder.file("four.npy")) }
    #expect(try ImageReader(channels: 4).image(at: folder.file("four.npy")).image.shape == [4, 3, 4])
    // Channels last look like three channels of height 4; the survey of sizes finds them.
    #expect(try ImageReader(channels: 3).image(at: folder.file("last.npy")).image.shape == [3, 4, 3])
  }

  @Test func arraysOfOtherNumbersOrShapesAreRefused() throws {
    try NPYBytes.int64(shape: [1, 2, 2], [0, 1, 2, 3]).write(to: URL(fileURLWithPath: folder.file("long.npy")))
    try Tensor(shape: [1, 3, 2, 2], scalars: [Float](repeating: 0, count: 12)).writeNPY(to: folder.file("batch.npy"))
    let long = #expect(throws: ImageError.self) { try ImageReader(channels: 1).image(at: folder.file("long.npy")) }
    #expect(long?.what == "it is not known which number of int64 is white")
    let batch = #expect(throws: ImageError.self) { try ImageReader(channels: 3).image(at: folder.file("batch.npy")) }
    #expect(batch?.what == "the array is [1, 3, 2, 2], not channels, height, width")
  }

  @Test func geometryIsThatOfTheFlags() throws {
    try Pictures.png([51, 102, 255], width: 10, height: 8, to: folder.file("wide.png"))
    let reader = ImageReader(channels: 3, geometry: try SampleGeometry(crop: "6x6", pad: "1:zero", resize: "4x4"))
    #expect(try reader.image(at: folder.file("wide.png")).image.shape == [3, 4, 4])
    #expect(try reader.geometry.size(width: 10, height: 8, source: "w") == SampleGeometry.Size(width: 4, height: 4))
    let padded = try SampleGeometry(crop: "6x5", pad: "1,2,3,4:zero")
    #expect(try padded.size(width: 10, height: 8, source: "w") == SampleGeometry.Size(width: 12, height: 9))
    #expect(throws: ImageError.self) { try padded.size(width: 4, height: 8, source: "w") }
  }

  /// Truncated, flipped and forged files give an error or an image, and never an image of another shape.
  @Test(arguments: ["png", "jpg", "npy"]) func damageIsAnErrorAndNoCrash(kind: String) throws {
    let whole = folder.file("whole.\(kind)")
    switch kind {
    case "png": try Pictures.png([9, 8, 7], width: 20, height: 20, to: whole)
    case "jpg": try Pictures.jpeg([9, 8, 7], width: 20, height: 20, to: whole)
    default: try Tensor(shape: [3, 20, 20], scalars: [Float](repeating: 1, count: 1200)).writeNPY(to: whole)
    }
    let mutations = FileMutations(of: [UInt8](try Data(contentsOf: URL(fileURLWithPath: whole))))
    let damaged = folder.file("damaged.\(kind)")
    var refused = 0
    for index in 0..<60 {
      try Data(mutations.mutated(index)).write(to: URL(fileURLWithPath: damaged))
      do {
        let (image, stored) = try ImageReader(channels: 3).image(at: damaged)
        #expect(image.shape == [3, stored.height, stored.width])
      } catch {
        refused += 1
        #expect("\(error)".contains("damaged"))
      }
    }
    #expect(refused >= 15)
  }
}

/// NPY files of types that `Tensor.writeNPY` does not write.
enum NPYBytes {
  static func uint8(shape: [Int], _ values: [UInt8]) -> Data { file("|u1", shape, Data(values)) }

  static func int64(shape: [Int], _ values: [Int64]) -> Data {
    file("<i8", shape, Data(values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }))
  }

  private static func file(_ code: String, _ shape: [Int], _ data: Data) -> Data {
    let text =
      "{'descr': '\(code)', 'fortran_order': False, 'shape': (\(shape.map(String.init).joined(separator: ", "))), }"
    let header = text + String(repeating: " ", count: 118 - text.count - 1) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]) + Data(header.utf8) + data
  }
}
