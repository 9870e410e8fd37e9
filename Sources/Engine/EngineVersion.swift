internal import CKernels
internal import COneDNN
internal import COpenBLAS

/// The libraries a plan runs on, as they are loaded.
public enum EngineVersion {
  public static var oneDNN: String { cdnn_version().map { String(cString: $0) } ?? "unknown" }

  /// "OpenBLAS 0.3.21 … SkylakeX": the version and the processor it was tuned for.
  public static var openBLAS: String {
    guard let text = openblas_get_config() else { return "unknown" }
    let words = String(cString: text).split(separator: " ")
    return words.count > 1 ? String(words[1]) : "unknown"
  }
}

extension EngineVersion {
  /// How many threads a plan uses at most.
  public static var threadCount: Int { Int(ck_thread_count()) }
}
