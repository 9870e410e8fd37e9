internal import CKernels
internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// Which algorithm each layer runs on, a line each: `winograd<tab>name of the layer`.
///
/// One file for each kind of machine: processor and oneDNN's version are part of its name; the number of threads is not, for
/// results must not depend on it. Lines that cannot be read are passed over, of two lines about one layer the first
/// counts.
package struct ChoiceFile: Sendable {
  package let path: String

  /// In `CHAFF_CACHE`, or `chaff` in `XDG_CACHE_HOME` or `~/.cache`; nil where nothing can be written.
  static let standard: ChoiceFile? = {
    let environment = ProcessInfo.processInfo.environment
    let folder =
      environment["CHAFF_CACHE"]
      ?? (environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }).map { $0 + "/chaff" }
    return folder.flatMap { ChoiceFile(folder: $0) }
  }()

  /// Nil when the folder cannot be made or written to.
  package init?(folder: String, machine: String = Self.machine) {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    path = folder + "/layers-" + machine + ".tsv"
    let number = open(path, O_CREAT | O_RDWR | O_APPEND, 0o644)
    guard number >= 0 else { return nil }
    close(number)
  }

  package func read() -> [String: ConvolutionAlgorithm] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [:] }
    let lines = text.split(separator: "\n").compactMap { line -> (String, ConvolutionAlgorithm)? in
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      guard parts.count == 2, let algorithm = ConvolutionAlgorithm(rawValue: parts[0]) else { return nil }
      return (parts[1], algorithm)
    }
    return Dictionary(lines, uniquingKeysWith: { first, _ in first })
  }

  /// What the file says after this choice was offered: that of another process if it came first.
  package func adopting(_ choice: ConvolutionAlgorithm, for name: String) -> ConvolutionAlgorithm {
    let number = open(path, O_RDWR | O_APPEND)
    guard number >= 0 else { return choice }
    defer { close(number) }
    flock(number, LOCK_EX)
    if let known = read()[name] { return known }
    // A line that a killed process left unfinished is ended first.
    let line = Array("\n\(choice.rawValue)\t\(name)\n".utf8)
    _ = write(number, line, line.count)
    return choice
  }

  /// Processor and library, as letters, digits and dashes.
  package static let machine: String = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let facts = text.split(separator: "\n").filter {
      $0.hasPrefix("model") || $0.hasPrefix("flags") || $0.hasPrefix("cpu family")
    }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
    for byte in Set(facts).sorted().joined().utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let words = [String(hash, radix: 16), "onednn-\(EngineVersion.oneDNN)"]
    return words.joined(separator: "-")
  }()
}
