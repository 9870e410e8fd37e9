package import Graphs

/// Every `step`-th element from `start` along each axis; steps may be negative.
package final class SliceKernel: Kernel {
  private let copy: StridedCopy

  package init(_ operation: Slice, input: [Int]) {
    let (strides, offset) = operation.walk(through: input)
    copy = StridedCopy(
      extents: operation.extents, input: strides, inputOffset: offset, output: RowMajor.strides(operation.extents))
  }

  package func run(_ memory: KernelMemory) { copy(from: memory.inputs[0], to: memory.outputs[0]) }
}

/// The adjoint of a slice: zeros, and the cotangent where the slice would have read.
package final class SliceGradientKernel: Kernel {
  private let copy: StridedCopy
  private let count: Int
  private let coversAll: Bool

  package init(_ operation: SliceGradient) {
    let extents = operation.slice.extents
    let (strides, offset) = operation.slice.walk(through: operation.shape)
    copy = StridedCopy(extents: extents, input: RowMajor.strides(extents), output: strides, outputOffset: offset)
    count = RowMajor.count(operation.shape)
    coversAll = RowMajor.count(extents) == count
  }

  package func run(_ memory: KernelMemory) {
    if !coversAll { Parallel.fill(memory.outputs[0], with: 0, count: count) }
    copy(from: memory.inputs[0], to: memory.outputs[0])
  }
}

extension Slice {
  /// The strides and the first offset of the elements that the slice reads in a tensor of `shape`.
  func walk(through shape: [Int]) -> (strides: [Int], offset: Int) {
    precondition(
      starts.count == shape.count && steps.count == shape.count && extents.count == shape.count,
      "Slice: expected one entry per axis of \(shape), is \(starts), \(steps), \(extents)")
    for axis in shape.indices where extents[axis] > 0 {
      let last = starts[axis] + (extents[axis] - 1) * steps[axis]
      precondition(
        (0..<shape[axis]).contains(starts[axis]) && (0..<shape[axis]).contains(last),
        "Slice: expected positions inside \(shape), are \(starts[axis]) to \(last) on axis \(axis)")
    }
    let own = RowMajor.strides(shape)
    guard !extents.contains(0) else { return (own, 0) }
    return (zip(own, steps).map(*), zip(own, starts).map(*).reduce(0, +))
  }
}
