/// Names one piece of memory of a program.
struct BufferID: Hashable {
  let index: Int
}

/// When a step runs.
enum Phase: Int, Comparable {
  /// Everything the outputs need.
  case forward
  /// What only the gradients need.
  case backward

  static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }
}

/// One kernel with the memory it works on.
struct Step {
  var kernel: any Kernel
  var inputs: [BufferID]
  var outputs: [BufferID]
  var phase: Phase
  /// The operation, for errors and profiles.
  var label: String
  /// The input whose memory the first output may take over, if nothing reads it afterwards.
  var overwritableInput: Int?
  /// Whether a forward step is run once more, in the backward phase.
  var isRepeated = false
}

/// A compiled graph before memory is assigned: kernels in order, on numbered buffers.
struct Program {
  /// Floats in each buffer, by `BufferID.index`.
  var counts: [Int] = []
  /// Buffers whose contents are fixed, with those contents.
  var constants: [BufferID: [Float]] = [:]
  var steps: [Step] = []
  /// Filled by the caller before the forward phase.
  var inputs: [BufferID] = []
  /// Filled by the caller between the phases.
  var cotangents: [BufferID] = []
  /// Read by the caller after the forward phase.
  var outputs: [BufferID] = []
  /// Read by the caller after the backward phase.
  var gradients: [BufferID] = []

  mutating func makeBuffer(count: Int) -> BufferID {
    counts.append(count)
    return BufferID(index: counts.count - 1)
  }

  mutating func makeConstant(_ scalars: [Float]) -> BufferID {
    let buffer = makeBuffer(count: scalars.count)
    constants[buffer] = scalars
    return buffer
  }

  var hasRepetitions: Bool { steps.contains { $0.isRepeated } }

  /// The first step of the backward phase.
  var boundary: Int { steps.firstIndex { $0.phase == .backward } ?? steps.count }
}
