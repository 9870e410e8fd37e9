internal import CKernels
package import Graphs

/// Sum, mean, maximum or minimum over any axes.
///
/// Sums are accumulated in Double, in an order that depends on the shape alone. Axes are merged into alternating kept
/// and reduced ones; each reduced one is a step `[outer, reduced, inner] → [outer, inner]`, innermost first. A step with
/// few results and many terms goes through partial results, so that threads can share it.
package final class ReductionKernel: Kernel {
  private var steps: [Step] = []
  private let count: Int

  private struct Step {
    let outer: Int
    let loop: ck_reduction_step
    var outputCount: Int { outer * loop.chunks * loop.inner }
  }

  package init(_ operation: Reduction, input: [Int]) {
    precondition(
      operation.axes.allSatisfy(input.indices.contains),
      "Reduction: expected axes of \(input), are \(operation.axes)")
    count = RowMajor.count(input)
    var groups = Self.groups(input, reduced: Set(operation.axes))
    while let index = groups.lastIndex(where: \.isReduced) {
      let inner = RowMajor.count(groups[(index + 1)...].map(\.extent))
      let outer = RowMajor.count(groups[..<index].map(\.extent))
      append(operation.function, outer: outer, reduced: groups[index].extent, inner: inner)
      groups.remove(at: index)
    }
    if operation.function == .mean, let last = steps.indices.last {
      let terms = operation.axes.reduce(1.0) { $0 * Double(input[$1]) }
      var loop = steps[last].loop
      loop.scale = 1 / terms
      steps[last] = Step(outer: steps[last].outer, loop: loop)
    }
  }

  private typealias Group = (extent: Int, isReduced: Bool)

  private static func groups(_ shape: [Int], reduced: Set<Int>) -> [Group] {
    var groups: [Group] = []
    for axis in shape.indices where shape[axis] != 1 {
      if let last = groups.last, last.isReduced == reduced.contains(axis) {
        groups[groups.count - 1].extent *= shape[axis]
      } else {
        groups.append((shape[axis], reduced.contains(axis)))
      }
    }
    return groups
  }

  private func append(_ function: ReductionFunction, outer: Int, reduced: Int, inner: Int) {
    let loop = Self.loop(function, reduced: reduced, inner: inner, chunk: max(1, reduced))
    let parts = 16
    guard outer * ck_reduction_units([loop]) < parts, reduced * inner > 65536, reduced >= 16 * parts else {
      return steps.append(Step(outer: outer, loop: loop))
    }
    let partial = Self.loop(function, reduced: reduced, inner: inner, chunk: (reduced + parts - 1) / parts)
    steps.append(Step(outer: outer, loop: partial))
    let rest = Self.loop(function, reduced: partial.chunks, inner: inner, chunk: partial.chunks)
    steps.append(Step(outer: outer, loop: rest))
  }

  private static func loop(_ function: ReductionFunction, reduced: Int, inner: Int, chunk: Int) -> ck_reduction_step {
    let kind =
      switch function {
      case .sum, .mean: CK_REDUCE_SUM
      case .maximum: CK_REDUCE_MAXIMUM
      case .minimum: CK_REDUCE_MINIMUM
      }
    return ck_reduction_step(
      function: kind, reduced: reduced, inner: inner, chunk: chunk, chunks: max(1, (reduced + chunk - 1) / chunk),
      scale: 1)
  }

  /// Intermediate results, in two places used in turn.
  package var scratchCount: Int { 2 * scratchHalf }

  private var scratchHalf: Int { steps.dropLast().map(\.outputCount).max() ?? 0 }

  package func run(_ memory: KernelMemory) {
    guard !steps.isEmpty else { return CopyKernel(count: count).run(memory) }
    var x = memory.inputs[0]
    for (index, step) in steps.enumerated() {
      let isLast = index == steps.count - 1
      guard let y = isLast ? memory.outputs[0] : memory.scratch?.advanced(by: index % 2 * scratchHalf) else { return }
      Self.run(step, x, y)
      x = UnsafePointer(y)
    }
  }

  private static func run(_ step: Step, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    withUnsafePointer(to: step.loop) { loop in
      let units = step.outer * ck_reduction_units(loop)
      let work = max(1, step.outer * step.loop.reduced * step.loop.inner)
      Parallel.forEachRange(units, grain: max(1, StridedRows.grain * units / work)) { range in
        ck_reduce(loop, x, y, range.lowerBound, range.upperBound)
      }
    }
  }
}
