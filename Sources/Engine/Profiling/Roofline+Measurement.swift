internal import CKernels

extension Roofline {
  /// Measures this machine through the kernels that plans use: a few seconds, and memory of four times the largest cache
  /// (at most `memoryLimit` bytes and a quarter of the machine's).
  public static func measured(memoryLimit: Int = 1500 << 20) throws(EngineError) -> Roofline {
    Roofline(
      f32: try ProductProbe.gigaflops(.f32),
      bf16: Precision.bf16.isAvailable ? try ProductProbe.gigaflops(.bf16) : nil,
      memories: memories(MemorySizes.ofThisMachine, limit: memoryLimit), threads: Int(ck_thread_count()))
  }

  private static func memories(_ sizes: MemorySizes, limit: Int) -> [Memory] {
    let threads = Int(ck_thread_count())
    let near = threads * sizes.second
    var found = [
      Memory(name: "L2 cache", bytes: near, bandwidth: BandwidthProbe.gigabytes(over: near / 2))
    ]
    if sizes.third >= 8 * near {
      let bytes = min(sizes.third / 4, 16 * near)
      found.append(
        Memory(name: "L3 cache", bytes: sizes.third, bandwidth: BandwidthProbe.gigabytes(over: bytes)))
    }
    let far = min(max(4 * sizes.third, 256 << 20), limit, sizes.main / 4)
    found.append(Memory(name: "memory", bytes: nil, bandwidth: BandwidthProbe.gigabytes(over: far)))
    return found
  }
}
