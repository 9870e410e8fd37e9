internal import Foundation

/// A run's folder, open for writing: the journal, the shards and the summary.
///
/// A batch of samples is the unit of work: its shard is written beside, synced and renamed, then its records are
/// appended in one write and synced. So a batch is either wholly in the journal or not at all, and killing the program
/// loses at most the samples in flight. One writer at a time (`run.lock`); readers need no lock.
public final class RunFolder {
  public let paths: RunPaths
  public let plan: RunDescription
  /// What reopening found broken and how it was mended, in words; empty for a new folder.
  public let repairs: [String]
  public private(set) var finishedBatches: Set<Int>
  /// How many records of each status the finished batches hold.
  public private(set) var tally: [RecordStatus: Int]

  private let lock: RunLock
  private let journal: JournalFile

  private init(
    paths: RunPaths, plan: RunDescription, lock: RunLock, finished: Set<Int> = [], tally: [RecordStatus: Int] = [:],
    repairs: [String] = []
  ) throws {
    self.paths = paths
    self.plan = plan
    self.lock = lock
    self.repairs = repairs
    self.tally = tally
    finishedBatches = finished
    journal = try JournalFile(paths.journal)
  }

  /// Makes a new run folder at `path`, which need not exist and must be empty unless `force` is given.
  ///
  /// With `force`, what an earlier run left in the folder is removed first, and never anything else.
  public static func create(at path: String, plan: RunDescription, force: Bool = false) throws -> RunFolder {
    let paths = RunPaths(folder: path)
    let found = try RunFolderContents.made(at: path)
    if !found.isEmpty, !force {
      throw RunFolderError(
        cannot: "start a run in", path, because: "it is not empty",
        advice: "choose another folder, go on with 'chaff resume \(path)', or replace the run with --force")
    }
    let lock = try RunLock(paths.lock)
    try RunFolderContents.removeRun(paths)
    try RunFolderContents.made(at: paths.arrays)
    do { try AtomicFile.write(try RecordCoding.document(plan), to: paths.description) } catch {
      // What is left must not look like a run.
      rmdir(paths.arrays)
      throw error
    }
    return try RunFolder(paths: paths, plan: plan, lock: lock)
  }

  /// Opens an interrupted run to go on with it, after mending what the interruption broke.
  ///
  /// With `retryingErrors`, batches in which a sample could not be loaded or attacked are done again too.
  public static func reopen(_ path: String, retryingErrors: Bool = false) throws -> RunFolder {
    let paths = RunPaths(folder: path)
    let plan = try RunReader(path).plan()
    let lock = try RunLock(paths.lock)
    _ = try JournalFile(paths.journal)
    let index = try JournalIndex(reading: paths, plan: plan, retryingErrors: retryingErrors)
    if !index.isClean { try index.rewrite(paths) }
    try RunFolderContents.made(at: paths.arrays)
    try RunFolderContents.removeShards(paths) { index.finished[$0] == nil }
    return try RunFolder(
      paths: paths, plan: plan, lock: lock, finished: Set(index.finished.keys), tally: index.tally,
      repairs: index.repairs)
  }

  /// The batches that remain, ascending.
  public var pendingBatches: [Int] { (0..<plan.batchCount).filter { !finishedBatches.contains($0) } }

  /// Writes a finished batch: its arrays first (none makes no shard), then its records, one per (sample, attack) of the
  /// batch in that order.
  public func commit(
    batch: Int, records: [any RunRecord], arrays: [NamedArray], shards: any ArrayShardWriting
  ) throws {
    precondition(!finishedBatches.contains(batch), "RunFolder: batch \(batch) is already in the journal")
    let expected = plan.samples(ofBatch: batch).count * plan.attacks.count
    precondition(records.count == expected, "RunFolder: \(records.count) records, batch \(batch) has \(expected)")
    let lines = try records.map { try RecordCoding.line($0) }
    let shard = paths.folder + "/" + RunPaths.shard(ofBatch: batch)
    if !arrays.isEmpty { try AtomicFile.replace(shard) { try shards.write(arrays, to: $0) } }
    do {
      try journal.append(lines)
    } catch {
      unlink(shard)
      throw error
    }
    finishedBatches.insert(batch)
    for record in records { tally[record.status, default: 0] += 1 }
  }

  /// Puts the journal into its final order and writes summary.json.
  ///
  /// Batches that were done again after a repair stand at the journal's end until then.
  @discardableResult
  public func finish() throws -> RunSummary {
    let index = try JournalIndex(reading: paths, plan: plan, retryingErrors: false)
    if !index.isClean { try index.rewrite(paths) }
    let summary = try RunReader(paths.folder).summarize(plan)
    try AtomicFile.write(try RecordCoding.document(summary), to: paths.summary)
    return summary
  }
}
