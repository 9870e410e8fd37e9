/// Where each buffer of a program lies in one block of memory, chosen so that buffers which are never alive together
/// share it.
struct MemoryMap {
  /// Floats from the start of the block, by `BufferID.index`; nil for constants and unused buffers.
  private(set) var offsets: [Int?]
  private(set) var totalCount: Int

  /// Every buffer begins at a multiple of this many floats: 64 bytes, a cache line and the widest vector.
  static let alignment = 16

  init(_ program: Program) {
    var lifetimes = Lifetimes(program)
    lifetimes.mergeOverwrites(program)
    offsets = [Int?](repeating: nil, count: program.counts.count)
    totalCount = 0
    place(lifetimes, program)
  }

  /// Largest first, each at the lowest offset free for its whole life.
  private mutating func place(_ lifetimes: Lifetimes, _ program: Program) {
    struct Placed { let offset: Int, end: Int, life: ClosedRange<Int> }
    var placed: [Placed] = []
    let roots = program.counts.indices.filter { lifetimes.owner[$0] == $0 && lifetimes.life[$0] != nil }
    for root in roots.sorted(by: { (program.counts[$0], $1) > (program.counts[$1], $0) }) {
      guard let life = lifetimes.life[root] else { continue }
      let count = Self.rounded(program.counts[root])
      var offset = 0
      for other in placed where other.life.overlaps(life) {
        if other.offset >= offset + count { break }
        offset = max(offset, other.end)
      }
      offsets[root] = offset
      totalCount = max(totalCount, offset + count)
      let index = placed.firstIndex { $0.offset > offset } ?? placed.count
      placed.insert(Placed(offset: offset, end: offset + count, life: life), at: index)
    }
    for buffer in program.counts.indices where lifetimes.life[lifetimes.root(buffer)] != nil {
      offsets[buffer] = offsets[lifetimes.root(buffer)]
    }
  }

  /// The floats that are alive at the worst moment: no placement takes less.
  static func leastCount(of program: Program) -> Int {
    var lifetimes = Lifetimes(program)
    lifetimes.mergeOverwrites(program)
    // By step, from the one "before the first" (−1) to the one after the end of the last buffer.
    var changes = [Int](repeating: 0, count: program.steps.count + 3)
    for (buffer, life) in lifetimes.life.enumerated() {
      guard let life else { continue }
      changes[life.lowerBound + 1] += rounded(program.counts[buffer])
      changes[life.upperBound + 2] -= rounded(program.counts[buffer])
    }
    var (alive, most) = (0, 0)
    for change in changes {
      alive += change
      most = max(most, alive)
    }
    return most
  }

  static func rounded(_ count: Int) -> Int { max(1, (count + alignment - 1) / alignment) * alignment }
}

/// From which step to which each buffer's contents matter.
private struct Lifetimes {
  var life: [ClosedRange<Int>?]
  /// A buffer that took over another's memory points to it.
  var owner: [Int]

  init(_ program: Program) {
    owner = Array(program.counts.indices)
    life = [ClosedRange<Int>?](repeating: nil, count: program.counts.count)
    for buffer in program.inputs { touch(buffer, -1) }
    for (index, step) in program.steps.enumerated() {
      for buffer in step.inputs + step.outputs where program.constants[buffer] == nil { touch(buffer, index) }
    }
    // The caller writes cotangents and reads outputs at the boundary, and reads gradients after the last step.
    for buffer in program.cotangents { touch(buffer, program.boundary - 1) }
    for buffer in program.outputs where program.constants[buffer] == nil { touch(buffer, program.boundary) }
    for buffer in program.gradients where program.constants[buffer] == nil { touch(buffer, program.steps.count) }
    // Cotangents are written while outputs may still be read.
    for buffer in program.cotangents { touch(buffer, program.boundary) }
  }

  private mutating func touch(_ buffer: BufferID, _ step: Int) {
    let known = life[buffer.index] ?? step...step
    life[buffer.index] = min(known.lowerBound, step)...max(known.upperBound, step)
  }

  func root(_ buffer: Int) -> Int {
    var buffer = buffer
    while owner[buffer] != buffer { buffer = owner[buffer] }
    return buffer
  }

  /// Lets a step write over an input that nobody reads later.
  mutating func mergeOverwrites(_ program: Program) {
    let fixed = Set(program.inputs + program.cotangents + program.outputs + program.gradients)
    for (index, step) in program.steps.enumerated() {
      guard let position = step.overwritableInput, !step.outputs.isEmpty else { continue }
      let (input, output) = (step.inputs[position], step.outputs[0])
      guard program.constants[input] == nil, !fixed.contains(input), input != output,
        step.inputs.count(where: { $0 == input }) == 1
      else { continue }
      let source = root(input.index)
      guard program.counts[source] == program.counts[output.index], owner[output.index] == output.index,
        !step.inputs.contains(where: { $0 != input && root($0.index) == source }),
        let sourceLife = life[source], sourceLife.upperBound == index, let outputLife = life[output.index],
        outputLife.lowerBound == index
      else { continue }
      owner[output.index] = source
      life[source] = sourceLife.lowerBound...max(sourceLife.upperBound, outputLife.upperBound)
      life[output.index] = nil
    }
  }
}
