internal import Foundation

/// Joins the parts of an experiment into what one run would have made.
///
/// Every sample has its own random streams and no part knows of the others, so the records are those of a single run; only
/// their places in the list of samples, and the times, are their part's own. Arrays stay where the parts are.
public struct ExperimentMerge {
  private let parts: [ExperimentFolder]
  private let target: ExperimentFolder
  private let force: Bool
  /// Of the command that joins; that of the first part where nil.
  private let commandLine: [String]?

  public init(
    parts: [ExperimentFolder], into target: ExperimentFolder, force: Bool = false, commandLine: [String]? = nil
  ) {
    self.commandLine = commandLine
    self.parts = parts
    self.target = target
    self.force = force
  }

  /// - Throws: `RunFolderError` for parts of different experiments, with a sample twice or a sample missing.
  public func merged() throws -> ExperimentResult {
    let descriptions = try parts.map { try $0.read() }
    guard var whole = descriptions.first else {
      throw RunFolderError(
        cannot: "merge into", target.path, because: "no part was named", advice: "name the folders of all parts")
    }
    whole.shard = nil
    for (part, description) in zip(parts, descriptions) {
      var other = description
      other.shard = nil
      let conflicts = whole.conflicts(with: other)
      guard conflicts.isEmpty else {
        throw RunFolderError(
          cannot: "merge", part.path,
          because: "\(conflicts.joined(separator: ", ")) differ from those of \(parts[0].path)",
          advice: "merge parts of one experiment alone")
      }
    }
    whole.created = descriptions.map(\.created).min() ?? whole.created
    whole.commandLine = commandLine ?? whole.commandLine
    whole = try target.open(whole, force: force)
    for victim in whole.victims { try merge(victim, of: whole) }
    return try target.summarize(whole)
  }

  /// What an incomplete result lacks, in words: parts that were not named, and parts that are not finished.
  ///
  /// - Throws: `RunFolderError` for a part without a readable experiment.
  public func lacks() throws -> [String] {
    let shards = try parts.compactMap { try $0.read().shard }
    let count = shards.compactMap { $0.split(separator: "/").last.flatMap { Int($0) } }.max() ?? 1
    let missing = (0..<count).map { "\($0 + 1)/\(count)" }.filter { count > 1 && !shards.contains($0) }
    let unfinished = parts.filter { part in
      guard let result = try? part.readResult() else { return true }
      return result.state != .complete
    }
    return missing.map { "part \($0)" } + unfinished.map { "the rest of \($0.path)" }
  }

  private func merge(_ victim: ExperimentDescription.Victim, of whole: ExperimentDescription) throws {
    let places = Dictionary(whole.samples.enumerated().map { ($1, $0) }) { first, _ in first }
    var records: [Int: [ClassificationRecord]] = [:]
    var plan: RunDescription?
    for part in parts {
      let reader = RunReader(part.runFolder(victim))
      let own = try reader.plan()
      plan = plan.map { Self.joined($0, own.data) } ?? own
      let before = Set(records.keys)
      try reader.forEachClassification { record in
        var record = record
        guard let place = places[record.sample.id] else { return }
        guard !before.contains(place) else {
          throw RunFolderError(
            cannot: "merge", part.path, because: "the sample \(record.sample.id) is in another part as well",
            advice: "name every part once")
        }
        record.sample.index = place
        record.arrays = nil
        records[place, default: []].append(record)
      }
    }
    guard var plan else { return }
    plan.samples = whole.samples
    plan.settings = plan.settings.map { $0.name == "shard" ? Setting("shard", "all") : $0 }
    plan.caveats = plan.caveats.filter { $0 != Self.incomplete }
    if records.count < whole.samples.count { plan.caveats.append(Self.incomplete) }
    let folder = try RunFolder.create(at: target.runFolder(victim), plan: plan, force: true)
    for batch in 0..<plan.batchCount {
      let own = plan.samples(ofBatch: batch).flatMap { records[$0] ?? [] }
      if own.count == plan.samples(ofBatch: batch).count * plan.attacks.count {
        try folder.commit(batch: batch, records: own, arrays: [], shards: NoShards())
      }
    }
    _ = try folder.finish()
  }

  /// The description with another part's files: each part knows its own alone.
  private static func joined(_ plan: RunDescription, _ other: DataFacts) -> RunDescription {
    var plan = plan
    guard !other.files.isEmpty else { return plan }
    let known = Set(plan.data.files.map(\.path))
    let files = plan.data.files + other.files.filter { !known.contains($0.path) }
    plan.data.files = files.sorted { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }
    plan.data.sha256 = FileTreeHash.combined(plan.data.files)
    plan.data.selected += other.selected
    if plan.data.perClass.count == other.perClass.count {
      plan.data.perClass = zip(plan.data.perClass, other.perClass).map { $0 + $1 }
    }
    return plan
  }

  private static let incomplete = "Parts of the experiment are missing."
}

/// For runs without arrays.
private struct NoShards: ArrayShardWriting {
  func write(_ arrays: [NamedArray], to path: String) throws {}
}
