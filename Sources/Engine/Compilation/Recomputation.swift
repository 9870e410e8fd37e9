/// Forward steps that are run again before the pullback needs what they make, so that it need not be kept until then.
///
/// The forward steps are cut into segments. Those of a segment that is run again are repeated right before the first
/// backward step that reads one of their results, into buffers of their own, and all backward steps read these instead; by
/// the lifetimes that are left, the first results make room as soon as the forward phase is done with them. A step is run
/// again once at most, so that a pullback takes at most one forward pass longer. What is repeated is the same kernel on the
/// same numbers: no bit changes.
///
/// T. Chen, B. Xu, C. Zhang, C. Guestrin, "Training Deep Nets with Sublinear Memory Cost" (2016), arXiv:1604.06174.
package struct Recomputation: Sendable {
  /// The forward steps at which segments begin, ascending, without the first.
  package var cuts: [Int]
  /// Whether results that later segments read are kept for the pullback as well, rather than made again.
  package var keepsCrossing: Bool
  /// Segments, from 0, whose results are kept.
  ///
  /// The last segment's always are: they are the first to be needed.
  package var keptSegments: Set<Int> = []

  package init(cuts: [Int], keepsCrossing: Bool) {
    self.cuts = cuts
    self.keepsCrossing = keepsCrossing
  }

  /// The program with the steps in it that run again.
  func applied(to program: Program) -> Program {
    var repetition = Repetition(of: program, self)
    for step in program.steps[program.boundary...] { repetition.append(step) }
    return repetition.result
  }

  fileprivate func segments(_ count: Int) -> [Int] {
    (0..<count).map { step in cuts.count { $0 <= step } }
  }
}

/// A program in which forward steps are being repeated.
private struct Repetition {
  private(set) var result: Program
  private let forward: ArraySlice<Step>
  private let segments: [Int]
  /// The forward step that makes each buffer, by `BufferID.index`.
  private var makers: [Int?]
  /// Whether backward steps read a repeated result in place of a buffer.
  private var isDropped: [Bool]
  private var isNeeded: [Bool]
  /// Where dropped buffers have been made again.
  private var copies: [BufferID: BufferID] = [:]
  private var repeated: Set<Int> = []

  init(of program: Program, _ choice: Recomputation) {
    forward = program.steps[..<program.boundary]
    segments = choice.segments(forward.count)
    makers = [Int?](repeating: nil, count: program.counts.count)
    isDropped = [Bool](repeating: false, count: program.counts.count)
    isNeeded = [Bool](repeating: false, count: forward.count)
    result = program
    result.steps = Array(forward)
    drop(choice)
    findNeeded(program.steps[program.boundary...])
  }

  private mutating func drop(_ choice: Recomputation) {
    guard let last = segments.last else { return }
    for (index, step) in forward.enumerated() {
      let isRepeated = segments[index] < last && !choice.keptSegments.contains(segments[index])
      for output in step.outputs {
        makers[output.index] = index
        isDropped[output.index] = isRepeated
      }
      guard choice.keepsCrossing else { continue }
      for input in step.inputs where segment(of: input) != segments[index] { isDropped[input.index] = false }
    }
  }

  /// The forward steps that make what backward steps read, and what these in turn read of their own segment.
  private mutating func findNeeded(_ backward: ArraySlice<Step>) {
    var isRead = [Bool](repeating: false, count: makers.count)
    for input in backward.lazy.flatMap(\.inputs) where isDropped[input.index] { isRead[input.index] = true }
    for index in forward.indices.reversed() where forward[index].outputs.contains(where: { isRead[$0.index] }) {
      isNeeded[index] = true
      for input in forward[index].inputs where isOwn(input, to: segments[index]) { isRead[input.index] = true }
    }
  }

  private func segment(of buffer: BufferID) -> Int? { makers[buffer.index].map { segments[$0] } }

  /// Whether a segment that is run again reads its own repetition of a buffer.
  private func isOwn(_ buffer: BufferID, to segment: Int) -> Bool {
    isDropped[buffer.index] && self.segment(of: buffer) == segment
  }

  /// Appends a backward step, after what must be run again for it.
  mutating func append(_ step: Step) {
    for input in step.inputs where isDropped[input.index] {
      if let segment = segment(of: input), repeated.insert(segment).inserted { appendAgain(segment) }
    }
    var step = step
    step.inputs = step.inputs.map { isDropped[$0.index] ? copies[$0] ?? $0 : $0 }
    result.steps.append(step)
  }

  private mutating func appendAgain(_ segment: Int) {
    for index in forward.indices where segments[index] == segment && isNeeded[index] {
      var step = forward[index]
      step.inputs = step.inputs.map { isOwn($0, to: segment) ? copies[$0] ?? $0 : $0 }
      step.outputs = step.outputs.map { output in
        let copy = result.makeBuffer(count: result.counts[output.index])
        copies[output] = copy
        return copy
      }
      step.phase = .backward
      step.isRepeated = true
      step.label += ", again"
      result.steps.append(step)
    }
  }
}
