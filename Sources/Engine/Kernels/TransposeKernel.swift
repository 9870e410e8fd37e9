internal import CKernels
package import Graphs

/// Permutes axes.
///
/// Axes that stay neighbours are merged first. What remains either moves whole runs (the last axis stays) or contains
/// one matrix transposition, between the axis contiguous in the input and the one contiguous in the output; that one
/// is blocked (channels-first to channels-last and back).
package final class TransposeKernel: Kernel {
  private let way: Way

  private enum Way {
    case runs(StridedCopy)
    case matrices(TransposedMatrices)
  }

  package init(_ operation: Transpose, input: [Int]) {
    precondition(
      operation.permutation.sorted() == Array(input.indices),
      "Transpose: expected a permutation of the axes of \(input), is \(operation.permutation)")
    let output = operation.permutation.map { input[$0] }
    let own = RowMajor.strides(input)
    let strides = [operation.permutation.map { own[$0] }, RowMajor.strides(output)]
    let axes = MergedAxes(extents: output, strides: strides)
    if let contiguous = axes.strides[0].firstIndex(of: 1), contiguous != axes.extents.count - 1 {
      way = .matrices(TransposedMatrices(axes, contiguous: contiguous))
    } else {
      way = .runs(StridedCopy(extents: output, input: strides[0], output: strides[1]))
    }
  }

  package func run(_ memory: KernelMemory) {
    switch way {
    case .runs(let copy): copy(from: memory.inputs[0], to: memory.outputs[0])
    case .matrices(let matrices): matrices.transpose(memory.inputs[0], to: memory.outputs[0])
    }
  }
}

/// Matrices inside a tensor, each transposed: `rows` are contiguous in the output, `columns` in the input.
private struct TransposedMatrices {
  private let outer: MergedAxes
  private let rows: Int
  private let columns: Int
  private let inputRow: Int
  private let outputColumn: Int
  /// The longer axis is cut into pieces of this length, so that a single matrix can be shared between threads.
  private let piece: Int

  init(_ axes: MergedAxes, contiguous: Int) {
    let last = axes.extents.count - 1
    rows = axes.extents[last]
    columns = axes.extents[contiguous]
    inputRow = axes.strides[0][last]
    outputColumn = axes.strides[1][contiguous]
    let others = axes.extents.indices.filter { $0 != last && $0 != contiguous }
    outer = MergedAxes(
      extents: others.map { axes.extents[$0] }, strides: axes.strides.map { strides in others.map { strides[$0] } })
    let shorter = max(1, min(rows, columns))
    piece = (StridedRows.grain / shorter + 63) / 64 * 64
  }

  func transpose(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>) {
    guard rows > 0, columns > 0 else { return }
    let pieces = (max(rows, columns) + piece - 1) / piece
    let grain = max(1, StridedRows.grain / (rows * columns))
    Parallel.forEachRange(RowMajor.count(outer.extents) * pieces, grain: grain) { range in
      for unit in range {
        let (input, output) = offsets(of: unit / pieces)
        transposePiece(unit % pieces, x + input, y + output)
      }
    }
  }

  private func transposePiece(_ index: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    let begin = index * piece
    if columns >= rows {
      let count = min(piece, columns - begin)
      ck_transpose(x + begin, inputRow, y + begin * outputColumn, outputColumn, rows, count)
    } else {
      let count = min(piece, rows - begin)
      ck_transpose(x + begin * inputRow, inputRow, y + begin, outputColumn, count, columns)
    }
  }

  private func offsets(of index: Int) -> (input: Int, output: Int) {
    var rest = index
    var (input, output) = (0, 0)
    for axis in outer.extents.indices.reversed() {
      let (quotient, position) = rest.quotientAndRemainder(dividingBy: outer.extents[axis])
      input += position * outer.strides[0][axis]
      output += position * outer.strides[1][axis]
      rest = quotient
    }
    return (input, output)
  }
}
