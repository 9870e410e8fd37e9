/// Runs one kernel at compile time, on inputs that are known.
enum ConstantEvaluation {
  static func run(_ kernel: any Kernel, _ inputs: [[Float]], _ outputCounts: [Int]) throws(EngineError) -> [[Float]] {
    let counts = inputs.map(\.count) + outputCounts + [kernel.scratchCount]
    var offsets: [Int] = []
    var total = 0
    for count in counts {
      offsets.append(total)
      total += MemoryMap.rounded(count)
    }
    let arena = try Arena(count: total)
    // Nothing below names it: it must not be given back before the results are copied.
    defer { withExtendedLifetime(arena) {} }
    let addresses = offsets.map { arena.base + $0 }
    for (address, scalars) in zip(addresses, inputs) { address.update(from: scalars, count: scalars.count) }
    let outputs = Array(addresses[inputs.count..<inputs.count + outputCounts.count])
    try kernel.run(
      KernelMemory(
        inputs: addresses.prefix(inputs.count).map { UnsafePointer($0) }, outputs: outputs,
        scratch: addresses[addresses.count - 1]))
    return zip(outputs, outputCounts).map { Array(UnsafeBufferPointer(start: $0, count: $1)) }
  }
}
