internal import Foundation

/// What run.json says about the machine and the moment.
public enum SystemFacts {
  /// The processor's model and those of its instruction sets that numerical libraries choose by.
  public static func processor(threads: Int) -> Processor {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let present = Set(field("flags", "Features", of: text).split(separator: " ").map(String.init))
    let model = field("model name", "Model", of: text)
    return Processor(
      model: model.isEmpty ? machine : model, features: relevantFeatures.filter(present.contains), threads: threads)
  }

  /// The operating system's name and version.
  public static var operatingSystem: Version {
    Version("operating system", ProcessInfo.processInfo.operatingSystemVersionString)
  }

  /// The moment as run.json states it: ISO 8601, UTC, whole seconds.
  public static func timestamp() -> String { Date().ISO8601Format() }

  private static let relevantFeatures = [
    "sse4_1", "avx", "avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16",
    "amx_tile", "amx_bf16", "amx_int8", "asimd", "asimddp", "bf16", "i8mm", "sve",
  ]

  /// The value of the first line with one of two names, in the "name : value" lines that Linux prints.
  private static func field(_ name: String, _ other: String, of text: String) -> String {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, parts[0] == name || parts[0] == other { return parts[1] }
    }
    return ""
  }

  /// The architecture, where nothing better is known.
  private static var machine: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "unknown"
    #endif
  }
}
