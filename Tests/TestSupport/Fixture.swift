import Foundation

/// A small file in the folder `Fixtures` beside the test that asks for it.
public enum Fixture {
  public static func path(_ name: String, beside testFile: String = #filePath) -> String {
    URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)").path
  }

  public static func bytes(_ name: String, beside testFile: String = #filePath) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name, beside: testFile))))
  }
}
