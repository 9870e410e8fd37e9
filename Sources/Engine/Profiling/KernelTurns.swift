internal import Tensors

/// Kernels that are timed in turn, so that whatever else the machine does strikes all of them alike.
enum KernelTurns {
  /// The seconds that each kernel took in every round, after some rounds that do not count.
  static func seconds(
    of kernels: [(kernel: any Kernel, memory: KernelMemory)], rounds: Int, warmUps: Int
  ) throws(EngineError) -> [[Double]] {
    var times = [[Double]](repeating: [], count: kernels.count)
    for round in -warmUps..<rounds {
      for (index, timed) in kernels.enumerated() {
        let begin = ContinuousClock.now
        try timed.kernel.run(timed.memory)
        let seconds = begin.duration(to: .now) / .seconds(1)
        if round >= 0 { times[index].append(seconds) }
      }
    }
    return times
  }

  /// What kernels are timed on: the same at every call, -1/2 to 1/2.
  static func numbers(_ count: Int) -> [Float] {
    var random = RandomStream(seed: 1)
    return (0..<count).map { _ in random.nextUniform() - 0.5 }
  }
}
