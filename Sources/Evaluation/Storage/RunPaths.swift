/// The names of what lies in a run folder.
public struct RunPaths: Sendable {
  public let folder: String

  public init(folder: String) { self.folder = folder }

  public var description: String { folder + "/run.json" }
  public var journal: String { folder + "/records.jsonl" }
  public var summary: String { folder + "/summary.json" }
  public var report: String { folder + "/report.html" }
  public var lock: String { folder + "/run.lock" }
  public var arrays: String { folder + "/arrays" }

  /// The shard of a batch, relative to the run folder: "arrays/shard-00003.h5".
  public static func shard(ofBatch batch: Int) -> String {
    let digits = String(batch)
    return "arrays/shard-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".h5"
  }

  /// The batch whose shard has this file name, or nil for any other name; an unfinished shard counts.
  static func batch(ofShardNamed name: String) -> Int? {
    var name = Substring(name)
    if name.hasSuffix(AtomicFile.partialSuffix) { name = name.dropLast(AtomicFile.partialSuffix.count) }
    guard name.hasPrefix("shard-"), name.hasSuffix(".h5") else { return nil }
    let digits = name.dropFirst("shard-".count).dropLast(".h5".count)
    guard digits.count >= 5, digits.allSatisfy(\.isASCII), digits.allSatisfy(\.isNumber) else { return nil }
    return Int(digits)
  }
}
