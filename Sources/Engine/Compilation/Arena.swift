#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One block of memory that holds every buffer of a plan.
final class Arena {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  /// Large pages spare the processor most of its address translation on blocks of hundreds of megabytes.
  private static let pageSize = 2 << 20

  init(count: Int) throws(EngineError) {
    self.count = count
    let byteCount = max(count, 1) * MemoryLayout<Float>.stride
    let alignment = byteCount >= Self.pageSize ? Self.pageSize : 64
    var block: UnsafeMutableRawPointer?
    guard posix_memalign(&block, alignment, byteCount) == 0, let block else {
      throw EngineError("plan", "needs \(byteCount >> 20) MiB of memory, which the system did not give")
    }
    #if canImport(Glibc)
      if alignment == Self.pageSize { madvise(block, byteCount, MADV_HUGEPAGE) }
    #endif
    base = block.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { free(base) }
}
