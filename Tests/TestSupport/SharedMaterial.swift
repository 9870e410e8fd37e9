import Foundation

/// Real data and models that lie beside the checkout, not inside it; tests that need them are skipped without them.
public enum SharedMaterial {
  /// The absolute path of `relative` inside the folder `CHAFF_SHARED` or, failing that, `../shared` from the package's
  /// root; nil when nothing is there.
  public static func path(_ relative: String) -> String? {
    let path = root.appendingPathComponent(relative).path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  private static var root: URL {
    if let folder = ProcessInfo.processInfo.environment["CHAFF_SHARED"] { return URL(fileURLWithPath: folder) }
    let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return packageRoot.deletingLastPathComponent().appendingPathComponent("shared")
  }
}
