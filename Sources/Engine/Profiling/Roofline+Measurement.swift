internal import CKernels

extension Roofline {
  /// Measures this machine through the kernels that plans use: a few seconds, and memory of four times the largest cache
  /// (at most `memoryLimit`, in bytes).
  public static func measured(memoryLimit: Int = 1500 << 20) throws(EngineError) -> Roofline {
    Roofline(
      f32: try ProductProbe.gigaflops(.f32),
      bf16: Precision.bf16.isAvailable ? try ProductProbe.gigaflops(.bf16) : nil,
      memories: try memories(CacheSizes.ofThisMachine, limit: memoryLimit), threads: Int(ck_thread_count()))
  }

  private static func memories(_ caches: CacheSizes, limit: Int) throws(EngineError) -> [Memory] {
    let threads = Int(ck_thread_count())
    let near = threads * caches.second
    var found = [
      Memory(name: "L2 cache", bytes: near, bandwidth: try BandwidthProbe.gigabytes(over: near / 2))
    ]
    if caches.third >= 8 * near {
      let bytes = min(caches.third / 4, 16 * near)
      found.append(
        Memory(name: "L3 cache", bytes: caches.third, bandwidth: try BandwidthProbe.gigabytes(over: bytes)))
    }
    let far = min(max(4 * caches.third, 256 << 20), limit)
    found.append(Memory(name: "memory", bytes: nil, bandwidth: try BandwidthProbe.gigabytes(over: far)))
    return found
  }
}
