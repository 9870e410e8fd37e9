internal import CKernels

/// One block of memory that holds every buffer of a plan.
final class Arena {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) throws(EngineError) {
    self.count = count
    guard let block = ck_reserve(Self.byteCount(count)) else {
      throw EngineError("plan", "needs \(Self.byteCount(count) >> 20) MiB of memory, which the system did not give")
    }
    base = block.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  deinit { ck_release(base, Self.byteCount(count)) }

  private static func byteCount(_ count: Int) -> Int { max(count, 1) * MemoryLayout<Float>.stride }
}
