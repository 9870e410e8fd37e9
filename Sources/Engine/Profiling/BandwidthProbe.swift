internal import CKernels

/// How fast numbers can be read and written: `y = a + b` on all threads, three streams of which one is written.
enum BandwidthProbe {
  /// Floats between the arrays: a page and a line, or loads would wait for stores to addresses that look alike.
  private static let gap = 1040

  /// The best of several runs in billions of bytes a second, on three arrays that take `bytes` together.
  static func gigabytes(over bytes: Int) -> Double {
    let count = max(1 << 12, bytes / 12 / 16 * 16)
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: 3 * (count + gap) * MemoryLayout<Float>.stride, alignment: MemoryLayout<Float>.stride * 16)
    defer { block.deallocate() }
    let base = block.bindMemory(to: Float.self, capacity: 3 * (count + gap))
    // Also so that the memory is there before it is timed.
    Parallel.fill(base, with: 1, count: 3 * (count + gap))
    // Small arrays are gone through often, so that starting the threads does not count.
    let turns = max(1, (64 << 20) / (12 * count))
    let best = (0..<7).map { _ in seconds { add(base, count: count, turns: turns) } }.min() ?? .infinity
    return Double(12 * count * turns) / best / 1e9
  }

  private static func add(_ base: UnsafeMutablePointer<Float>, count: Int, turns: Int) {
    let threads = Int(ck_thread_count())
    Parallel.forEachRange(count, grain: max(1, count / threads / 16 * 16)) { range in
      let begin = base + range.lowerBound
      for _ in 0..<turns {
        ck_binary(
          CK_ADD, ck_operand(data: begin, row: 0, column: 1), ck_operand(data: begin + count + gap, row: 0, column: 1),
          begin + 2 * (count + gap), 1, range.count)
      }
    }
  }

  private static func seconds(_ body: () -> Void) -> Double {
    let begin = ContinuousClock.now
    body()
    return begin.duration(to: .now) / .seconds(1)
  }
}
