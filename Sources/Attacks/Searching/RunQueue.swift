internal import Synchronization

/// Runs tasks on the threads that ask for it, and gives control back when all of them wait.
///
/// Attacks are written as if each sample were alone with the victim: they wait for its answers with `await`. What they do
/// between two answers (a step, a projection) touches nothing but their own sample, and nothing but their own run where
/// runs of a sample go side by side; so tasks go side by side on the threads that run the passes too: OpenMP never meets
/// a thread that is not its own. A task has at most one job at a time, and whatever tasks share is put in order by sample
/// and run before it is read, so results never depend on scheduling.
final class RunQueue: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// Runs jobs until every task is done or waits for an answer.
  func drain() {
    while let ready = takeAll() {
      SampleThreads.forEach(ready.count) { ready[$0].runSynchronously(on: asUnownedTaskExecutor()) }
    }
  }

  private func takeAll() -> [UnownedJob]? {
    jobs.withLock { jobs in
      defer { jobs.removeAll() }
      return jobs.isEmpty ? nil : jobs
    }
  }
}
