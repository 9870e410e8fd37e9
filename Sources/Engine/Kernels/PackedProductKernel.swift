internal import CKernels
internal import Graphs
internal import Tensors

/// The product of rows with one constant matrix, packed once.
///
/// Each row is summed in the order of the terms, whatever its company is: bits do not depend on the batch.
final class PackedProductKernel: Kernel {
  /// A sum is taken in one go, and rounds as often as it has terms: longer ones are OpenBLAS's, which takes them in parts.
  private static let mostTerms = 4096

  private let rows: Int
  private let terms: Int
  private let columns: Int
  private let panels: PackedFloats

  /// Packs `right` `[terms, columns]`, or its transpose; nil for another kind of product.
  init?(_ operation: MatrixProduct, left: [Int], right: Tensor) {
    guard !operation.transposesLeft, right.rank == 2, left.count >= 2 else { return nil }
    let (transposes, shape) = (operation.transposesRight, right.shape)
    let (terms, columns) = transposes ? (shape[1], shape[0]) : (shape[0], shape[1])
    guard (1...Self.mostTerms).contains(terms), columns > 0 else { return nil }
    rows = left.dropLast().product
    (self.terms, self.columns) = (terms, columns)
    panels = SharedWeights.packed(right.scalars, as: "product \(shape) \(transposes)") {
      PackedFloats(count: ck_panel_count(terms, columns)) { panels in
        right.withUnsafeScalars { scalars in
          ck_pack_panels(
            scalars.baseAddress, transposes ? 1 : columns, transposes ? terms : 1, terms, columns, panels)
        }
      }
    }
  }

  func run(_ memory: KernelMemory) {
    let pieces = ck_packed_piece_count(rows, columns)
    Parallel.forEachRange(pieces, grain: max(1, pieces * (1 << 17) / max(1, rows * columns * terms))) { range in
      ck_packed_product(
        memory.inputs[0], panels.address, memory.outputs[0], rows, terms, columns, range.lowerBound, range.upperBound)
    }
  }

  var work: KernelWork { KernelWork(operations: 2 * rows * columns * terms, packedBytes: 4 * columns * terms) }
}
