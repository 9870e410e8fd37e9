import Engine

/// What this program is, for `--version` and for run descriptions.
enum Version {
  static let number = "0.1.0"
  static var text: String { "chaff \(number) (oneDNN \(EngineVersion.oneDNN), OpenBLAS \(EngineVersion.openBLAS))" }
}
