internal import Synchronization

/// Runs tasks on the thread that asks for it, one job after the other, in the order in which they became ready.
///
/// Attacks are written as if each sample were alone with the victim: they wait for its answers with `await`. Nothing about
/// that needs a second thread. This queue keeps every step on the caller's own, so that results never depend on
/// scheduling, and OpenMP never meets another thread than the one whose workers it has.
final class RunQueue: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// Runs jobs until every task is done or waits for an answer.
  func drain() {
    while let ready = takeAll() {
      for job in ready { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
  }

  private func takeAll() -> [UnownedJob]? {
    jobs.withLock { jobs in
      defer { jobs.removeAll() }
      return jobs.isEmpty ? nil : jobs
    }
  }
}
