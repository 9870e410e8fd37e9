import Foundation

/// A small file that lies in the `Fixtures` folder beside a test.
public enum Fixture {
  /// The absolute path of `name`, from the folder of the test file that asks.
  public static func path(_ name: String, besides file: String = #filePath) -> String {
    URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)").path
  }
}
