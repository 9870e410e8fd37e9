import Foundation
import Training

/// How much memory examples may take.
enum ExampleMemory {
  /// A quarter of the machine's memory for each part of a split; what does not fit is read again each time.
  static func cached(_ source: some ExampleSource) -> CachedExamples {
    CachedExamples(source, byteLimit: Int(ProcessInfo.processInfo.physicalMemory / 4))
  }
}
