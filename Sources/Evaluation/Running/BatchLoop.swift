/// What one batch of samples gave: its records in the order of (sample, attack), and what goes into its shard.
struct BatchResult {
  var records: [any RunRecord]
  var arrays: [NamedArray]
}

/// A batch of samples, read from disk.
struct LoadedBatch<Sample> {
  let number: Int
  let positions: [Loaded<Sample>]
  /// How long the reading took.
  let seconds: Double
}

/// Walks through the batches that a run still lacks, in order.
///
/// A batch is written while the next is being processed, one at a time and in order, and where the source allows it the
/// one after is being read. When the walk ends, however it ends, all that was handed over to be written is on the disk.
struct BatchLoop {
  let folder: RunFolder
  let control: RunControl
  let shards: any ArrayShardWriting

  /// Lets `process` do each batch; nil means that it was told to stop in the middle, and then nothing of it is kept.
  ///
  /// - Throws: what `process` throws, or `UnwrittenBatch` when the disk fails: after the batch that follows, which is
  ///   then not written either. Where both fail the disk comes first; the other failure comes again with the next run.
  func run<Sample>(
    loadsAhead: Bool, load: @escaping (_ batch: Int, _ samples: Range<Int>) -> LoadedBatch<Sample>,
    process: (LoadedBatch<Sample>) throws -> BatchResult?
  ) throws -> RunEnd {
    var pending = PendingBatches(plan: folder.plan, batches: folder.pendingBatches, loadsAhead: loadsAhead, load: load)
    var writing = SideTask {}
    // Nobody may use the folder or the source while another thread still does.
    defer {
      pending.wait()
      _ = try? writing.value()
    }
    func processed(_ batch: LoadedBatch<Sample>) throws -> BatchResult? {
      do { return try process(batch) } catch {
        try writing.value()
        throw error
      }
    }
    var tally = RunTally(folder: folder, start: control.clock())
    control.didAdvance(tally.progress(at: tally.start))
    while !control.shouldStop(), let batch = pending.next(), let result = try processed(batch) {
      try writing.value()
      writing = SideTask { [folder, shards] in
        do {
          try folder.commit(batch: batch.number, records: result.records, arrays: result.arrays, shards: shards)
        } catch { throw UnwrittenBatch(batch.number, of: folder.plan, because: error) }
      }
      tally.count(result.records, samples: batch.positions.count)
      control.didAdvance(tally.progress(at: control.clock()))
    }
    try writing.value()
    let summary = try folder.finish()
    return RunEnd(state: summary.state, errors: summary.counts.errors, summary: summary)
  }
}

/// A batch whose records could not be kept; it counts as not done, and is done again when the run goes on.
package struct UnwrittenBatch: Error, CustomStringConvertible {
  package let batch: Int
  package let description: String

  fileprivate init(_ batch: Int, of plan: RunDescription, because error: any Error) {
    let ids = plan.samples[plan.samples(ofBatch: batch)]
    self.batch = batch
    description =
      "the records of \(ids.first ?? "") to \(ids.last ?? "") (batch \(batch)) are not kept: \(error)"
  }
}

/// The batches to come, of which the first may be on its way from the disk.
private struct PendingBatches<Sample> {
  private let plan: RunDescription
  private var batches: ArraySlice<Int>
  private let loadsAhead: Bool
  private let load: (Int, Range<Int>) -> LoadedBatch<Sample>
  private var ahead: SideTask<LoadedBatch<Sample>>?

  init(
    plan: RunDescription, batches: [Int], loadsAhead: Bool, load: @escaping (Int, Range<Int>) -> LoadedBatch<Sample>
  ) {
    self.plan = plan
    self.batches = batches[...]
    self.loadsAhead = loadsAhead
    self.load = load
  }

  /// The next batch; nil after the last.
  mutating func next() -> LoadedBatch<Sample>? {
    guard let batch = batches.popFirst() else { return nil }
    let loaded = (try? ahead?.value()) ?? load(batch, plan.samples(ofBatch: batch))
    ahead = nil
    if loadsAhead, let following = batches.first {
      ahead = SideTask { [plan, load] in load(following, plan.samples(ofBatch: following)) }
    }
    return loaded
  }

  /// Until nothing is being read.
  func wait() { _ = try? ahead?.value() }
}

/// How far a run is, batches included that are still being written.
private struct RunTally {
  let start: Double
  private let total: Int
  private var done: Int
  private var doneInSession = 0
  private var statuses: [RecordStatus: Int]

  init(folder: RunFolder, start: Double) {
    self.start = start
    total = folder.plan.samples.count
    done = folder.finishedBatches.reduce(0) { $0 + folder.plan.samples(ofBatch: $1).count }
    statuses = folder.tally
  }

  mutating func count(_ records: [any RunRecord], samples: Int) {
    done += samples
    doneInSession += samples
    for record in records { statuses[record.status, default: 0] += 1 }
  }

  func progress(at now: Double) -> RunProgress {
    RunProgress(
      done: done, total: total, succeeded: statuses[.succeeded] ?? 0, failed: statuses[.failed] ?? 0,
      errors: statuses[.error] ?? 0, elapsed: now - start, doneInSession: doneInSession)
  }
}
