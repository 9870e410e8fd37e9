import Foundation
import ONNX
import TestSupport
import Testing

/// Files that are no models, or contradict themselves: one clear line each.
@Suite struct BrokenFileTests {
  private func message(of path: String) throws -> String {
    let error = #expect(throws: ONNXError.self) { try ONNXModel(contentsOf: path) }
    return try #require(error).description
  }

  private func message(ofBytes bytes: [UInt8]) throws -> String {
    let folder = try TemporaryFolder()
    let path = folder.file("model.onnx")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try message(of: path).replacingOccurrences(of: path, with: "model.onnx")
  }

  @Test func aMissingFileIsNamed() throws {
    #expect(try message(of: "/nowhere/model.onnx") == "/nowhere/model.onnx: there is no such file (check the path)")
  }

  @Test func aFolderIsNoModel() throws {
    let folder = try TemporaryFolder()
    #expect(try message(of: folder.path).hasSuffix("is not a plain file (give the path of an .onnx file)"))
  }

  @Test func aDeviceIsNotRead() throws {
    #expect(try message(of: "/dev/zero").contains("is not a plain file"))
  }

  @Test func anEmptyFileIsSaidToBeEmpty() throws {
    #expect(try message(ofBytes: []) == "model.onnx: the file is empty (export the model again)")
  }

  @Test func aTruncatedFileIsSaidToBeTruncated() throws {
    let bytes = try Fixture.bytes("operators/lstm_forward.onnx")
    #expect(try message(ofBytes: Array(bytes.dropLast(40))).contains("is truncated"))
  }

  @Test(arguments: ["%PDF-1.7 not a model at all", "{\"model\": 1}", "\u{7F}ELF", "\u{89}HDF\r\n\u{1A}\n"])
  func otherFilesAreNoModels(_ text: String) throws {
    let message = try message(ofBytes: Array(text.utf8))
    #expect(message.contains("ONNX") || message.contains("holds no graph"))
  }

  @Test(arguments: [
    ("no_graph", "holds no graph (is it really an ONNX model? Export it again)"),
    ("no_nodes", "the graph has no nodes"),
    ("no_input", "the graph has no input"),
    ("no_opset", "imports no version of the standard operators"),
    ("cyclic", "node '/Add_a' (Add): lies on a cycle: it depends on its own output"),
    ("dangling", "node '/Add_y' (Add): reads 'nowhere', which nothing produces"),
    ("duplicate", "node '/Relu_y' (Relu): produces 'y', which already exists"),
    ("missing_output", "output 'y' is produced by no node"),
    ("forged_extent", "initializer 'c': has the shape [4611686018427387904]"),
    ("short_weight", "initializer 'c': has 3 bytes, float32 [4] needs 16 (the file is damaged)"),
  ])
  func contradictionsAreLocated(_ name: String, _ expected: String) throws {
    let error = try #require(try Fixture.error(name))
    #expect(error.kind == .malformed)
    #expect(error.description == "\(error.path): \(expected)")
  }
}
