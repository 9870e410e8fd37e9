internal import CKernels
package import Graphs

/// Joins tensors, or slices of them, along one axis.
package final class ConcatenationKernel: Kernel {
  private let way: Way

  private enum Way {
    /// Of each input, as many contiguous elements to every outer one of the output.
    case whole(JoinedRows)
    /// Read through strides: slices that are never made on their own.
    case sliced([StridedCopy])
  }

  /// `slices` are what is joined of each input where that is not all of it.
  package init(_ operation: Concatenation, inputs: [[Int]], slices: [Slice?] = []) {
    precondition(!inputs.isEmpty, "Concatenation: expected inputs, are none")
    guard slices.contains(where: { $0 != nil }) else {
      way = .whole(JoinedRows(operation, inputs: inputs))
      return
    }
    let parts = zip(inputs, slices).map { $1?.extents ?? $0 }
    var joined = parts[0]
    joined[operation.axis] = parts.reduce(0) { $0 + $1[operation.axis] }
    let own = RowMajor.strides(joined)
    var (copies, first) = ([StridedCopy](), 0)
    for (index, part) in parts.enumerated() {
      let (strides, offset) = slices[index]?.walk(through: inputs[index]) ?? (RowMajor.strides(part), 0)
      copies.append(
        StridedCopy(
          extents: part, input: strides, inputOffset: offset, output: own, outputOffset: first * own[operation.axis]))
      first += part[operation.axis]
    }
    way = .sliced(copies)
  }

  /// Whether it reads no more of its inputs than it writes.
  var readsSlices: Bool { if case .sliced = way { true } else { false } }

  package func run(_ memory: KernelMemory) {
    switch way {
    case .whole(let rows): rows.join(memory)
    case .sliced(let copies):
      for (x, copy) in zip(memory.inputs, copies) { copy(from: x, to: memory.outputs[0]) }
    }
  }
}

private struct JoinedRows {
  private let outer: Int
  /// Contiguous elements that each input contributes to an outer element of the output.
  private let widths: [Int]
  private let width: Int

  init(_ operation: Concatenation, inputs: [[Int]]) {
    outer = RowMajor.count(Array(inputs[0][..<operation.axis]))
    widths = inputs.map { RowMajor.count(Array($0[operation.axis...])) }
    width = widths.reduce(0, +)
  }

  func join(_ memory: KernelMemory) {
    if outer == 1 { return joinOne(memory) }
    Parallel.forEachRange(outer, grain: max(1, StridedRows.grain / max(1, width))) { range in
      var offset = range.lowerBound * width
      for (x, own) in zip(memory.inputs, widths) {
        ck_copy(
          x + range.lowerBound * own, own, 1, memory.outputs[0] + offset, width, 1, range.count, own)
        offset += own
      }
    }
  }

  private func joinOne(_ memory: KernelMemory) {
    var y = memory.outputs[0]
    for (x, own) in zip(memory.inputs, widths) {
      Parallel.copy(x, to: y, count: own)
      y += own
    }
  }
}
