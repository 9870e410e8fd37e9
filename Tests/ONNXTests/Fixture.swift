import Foundation
import ONNX

/// The small models beside the tests; generate_fixtures.py makes them.
enum Fixture {
  static func path(_ relative: String) throws -> String {
    guard let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return folder.appendingPathComponent(relative).path
  }

  static func bytes(_ relative: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: path(relative))))
  }

  static func model(_ name: String) throws -> ONNXModel { try ONNXModel(contentsOf: path("files/\(name).onnx")) }

  /// The error that reading a model, or lowering it for `batch` samples, gives.
  static func error(_ name: String, batch: Int = 1) throws -> ONNXError? {
    let path = try path("files/\(name).onnx")
    do {
      _ = try ONNXModel(contentsOf: path).graph(batch: batch)
    } catch {
      return error
    }
    return nil
  }
}
