internal import Foundation

/// Work on a thread of its own, beside its maker's.
///
/// Until `value()` has returned, nobody else may touch what the work changes, nor change what it reads.
final class SideTask<Value>: @unchecked Sendable {
  private var work: (() throws -> Value)?
  private var result: Result<Value, any Error>?
  private let end = DispatchSemaphore(value: 0)

  /// Starts at once.
  init(_ work: @escaping () throws -> Value) {
    self.work = work
    Thread.detachNewThread { [self] in
      run()
      end.signal()
    }
  }

  /// Lets go of what the work holds before anybody is told that it has ended: a run's folder is locked while it is held.
  @inline(never)
  private func run() {
    guard let work else { return }
    result = Result { try work() }
    self.work = nil
  }

  /// Waits for the end of the work and gives what it gave, or throws what it threw; as often as it is asked.
  func value() throws -> Value {
    end.wait()
    end.signal()
    guard let result else { preconditionFailure("SideTask: ended without a result") }
    return try result.get()
  }
}
