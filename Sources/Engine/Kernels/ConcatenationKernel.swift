internal import CKernels
package import Graphs

/// Joins tensors, or slices of them, along one axis.
package final class ConcatenationKernel: Kernel {
  private let way: Way
  /// The input that the output may be.
  private let own: Int?
  /// Floats of the output that lie there already.
  let ownCount: Int

  private enum Way {
    /// Of each input, as many contiguous elements to every outer one of the output.
    case whole(JoinedRows)
    /// Read through strides: slices that are never made on their own.
    case sliced([StridedCopy])
  }

  /// `slices` are what is joined of each input where that is not all of it.
  ///
  /// The input numbered `own` is of the output's shape, and what is joined of it lies where it goes: the output may be
  /// that input.
  package init(_ operation: Concatenation, inputs: [[Int]], slices: [Slice?] = [], own: Int? = nil) {
    precondition(!inputs.isEmpty, "Concatenation: expected inputs, are none")
    self.own = own
    ownCount = own.flatMap { slices[$0] }.map { RowMajor.count($0.extents) } ?? 0
    guard slices.contains(where: { $0 != nil }) else {
      way = .whole(JoinedRows(operation, inputs: inputs))
      return
    }
    let parts = zip(inputs, slices).map { $1?.extents ?? $0 }
    var joined = parts[0]
    joined[operation.axis] = parts.reduce(0) { $0 + $1[operation.axis] }
    let steps = RowMajor.strides(joined)
    var (copies, first) = ([StridedCopy](), 0)
    for (index, part) in parts.enumerated() {
      let (strides, offset) = slices[index]?.walk(through: inputs[index]) ?? (RowMajor.strides(part), 0)
      let place = first * steps[operation.axis]
      copies.append(
        StridedCopy(extents: part, input: strides, inputOffset: offset, output: steps, outputOffset: place))
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
      for (index, copy) in copies.enumerated() where index != own || !isInPlace(memory) {
        copy(from: memory.inputs[index], to: memory.outputs[0])
      }
    }
  }
}

extension ConcatenationKernel {
  private func isInPlace(_ memory: KernelMemory) -> Bool {
    own.map { memory.inputs[$0] == UnsafePointer(memory.outputs[0]) } ?? false
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
