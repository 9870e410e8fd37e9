import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  private static let python = PythonProgram(with: ["numpy", "safetensors"])

  private static let names = [
    "float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8",
  ]

  @Test func everyElementTypeOfAFileWrittenByThePackageIsRead() throws {
    let contents = try Safetensors.read(contentsOf: Fixture.path("types.safetensors"))
    for name in Self.names {
      #expect(contents.tensors[name] == Tensor(shape: [2, 3], scalars: [0, 1, 2, 3, 100, 5]), "\(name)")
    }
    #expect(contents.tensors["brain"] == Tensor(shape: [2], scalars: [1.5, -2]))
    #expect(contents.tensors["bool"] == Tensor(shape: [2], scalars: [1, 0]))
    #expect(contents.tensors["scalar"] == Tensor(scalar: 7))
    #expect(contents.tensors["empty"] == Tensor(shape: [0, 3]))
    #expect(contents.tensors["negative"]?.scalars.map(\.bitPattern) == [-1.5, .infinity, -0.0].map(\Float.bitPattern))
    #expect(contents.metadata == ["made by": "safetensors", "note": "ä \"quoted\""])
    #expect(contents.tensors.count == Self.names.count + 5)
  }

  @Test func whatIsWrittenComesBackInOrderAndBitForBit() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("weights.safetensors")
    let set = try RadarCNNLSTM().initialParameters(seed: 4)
    let metadata = ["architecture": "radar-cnn-lstm", "note": "ä/\"\n"]
    try Safetensors.write(set, metadata: metadata, to: path)
    let first = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(try Safetensors.read(contentsOf: path) == Safetensors.Contents(tensors: set, metadata: metadata))
    try Safetensors.write(set, metadata: metadata, to: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["weights.safetensors"])
  }

  @Test func numbersThatAreNoneAndEmptyTensorsSurvive() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("odd.safetensors")
    let bits: [UInt32] = [0x7FC0_1234, 0xFF80_0000, 0x8000_0000, 0x0000_0001]
    var set = ParameterSet()
    set["odd"] = Tensor(shape: [2, 2], scalars: bits.map(Float.init(bitPattern:)))
    set["none"] = Tensor(shape: [4, 0])
    set["one"] = Tensor(scalar: 3)
    try Safetensors.write(set, to: path)
    let contents = try Safetensors.read(contentsOf: path)
    #expect(contents.tensors["odd"]?.scalars.map(\.bitPattern) == bits)
    #expect(contents.tensors["none"] == Tensor(shape: [4, 0]))
    #expect(contents.tensors["one"] == Tensor(scalar: 3))
    #expect(contents.metadata.isEmpty)
    try Safetensors.write(ParameterSet(), to: path)
    #expect(try Safetensors.read(contentsOf: path).tensors.isEmpty)
  }

  @Test(.enabled(if: python != nil, "no Python with numpy, safetensors"))
  func thePackageReadsWhatIsWritten() throws {
    let python = try #require(Self.python)
    let folder = try TemporaryFolder()
    var set = ParameterSet()
    for shape in [[3, 4], [], [2, 1, 5], [0, 2]] {
      set["t/\(shape)"] = Tensor(shape: shape, scalars: (0..<shape.product).map { Float($0) / 2 })
    }
    try Safetensors.write(set, metadata: ["name": "ä/ü \"q\""], to: folder.file("x.safetensors"))
    let result = try python.run(script: "generate_safetensors.py", [folder.file("x.safetensors")])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("('t/[2, 1, 5]', [2, 1, 5])"))
  }

  @Test func aReservedNameIsRefused() throws {
    let folder = try TemporaryFolder()
    let set = ParameterSet([(name: "__metadata__", tensor: Tensor(scalar: 1))])
    #expect(throws: SafetensorsError.self) { try Safetensors.write(set, to: folder.file("x.safetensors")) }
  }
}
