import Engine
import Foundation

/// Makes kernels use a given number of threads, whatever the machine has.
enum ThreadPool {
  /// Runs `body` on the calling thread with a team of `count`.
  ///
  /// The kernels find GNU OpenMP in the process if oneDNN brought it; tests bring it themselves in case it did not.
  static func with<Result>(_ count: Int32, _ body: () throws -> Result) rethrows -> Result {
    guard let setThreadCount else { return try body() }
    setThreadCount(count)
    defer { setThreadCount(Int32(ProcessInfo.processInfo.activeProcessorCount)) }
    return try body()
  }

  private typealias SetThreadCount = @convention(c) (Int32) -> Void

  private static let setThreadCount: SetThreadCount? = {
    guard let library = dlopen("libgomp.so.1", RTLD_NOW | RTLD_GLOBAL),
      let symbol = dlsym(library, "omp_set_num_threads")
    else { return nil }
    return unsafeBitCast(symbol, to: SetThreadCount.self)
  }()
}
