/// What one batch of samples gave: its records in the order of (sample, attack), and what goes into its shard.
struct BatchResult {
  var records: [any RunRecord]
  var arrays: [NamedArray]
}

/// Walks through the batches that a run still lacks, in order, and commits each before the next begins.
struct BatchLoop {
  let folder: RunFolder
  let control: RunControl
  let shards: any ArrayShardWriting

  /// Lets `process` do each batch; nil means that it was told to stop in the middle, and then nothing of it is kept.
  func run(_ process: (_ batch: Int, _ samples: Range<Int>) throws -> BatchResult?) throws -> RunEnd {
    let start = control.clock()
    var doneInSession = 0
    report(since: start, doneInSession)
    for batch in folder.pendingBatches {
      let samples = folder.plan.samples(ofBatch: batch)
      guard !control.shouldStop(), let result = try process(batch, samples) else { break }
      try folder.commit(batch: batch, records: result.records, arrays: result.arrays, shards: shards)
      doneInSession += samples.count
      report(since: start, doneInSession)
    }
    let summary = try folder.finish()
    return RunEnd(state: summary.state, errors: summary.counts.errors, summary: summary)
  }

  private func report(since start: Double, _ doneInSession: Int) {
    let done = folder.finishedBatches.reduce(0) { $0 + folder.plan.samples(ofBatch: $1).count }
    control.didAdvance(
      RunProgress(
        done: done, total: folder.plan.samples.count, succeeded: folder.tally[.succeeded] ?? 0,
        failed: folder.tally[.failed] ?? 0, errors: folder.tally[.error] ?? 0, elapsed: control.clock() - start,
        doneInSession: doneInSession))
  }
}
