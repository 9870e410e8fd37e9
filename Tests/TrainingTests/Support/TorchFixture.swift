import Foundation
import TestSupport

/// Numbers that generate_fixtures.py has made with PyTorch.
enum TorchFixture {
  static func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)")
    return try JSONDecoder().decode(type, from: Data(contentsOf: path))
  }
}
