internal import CKernels

/// The gradients of a recurrent layer's weights, from the cotangents before its activations.
///
/// With `da` those cotangents, a row for every step and sample, and `h` the states before the steps, in one direction:
///
///     dw = daᵀ · x        dr = daᵀ · h        db = (Σ da, Σ da)
///
/// A GRU's last gate sees `h` through the reset gate: either in `h` itself or, if it is linear, in the cotangent.
struct RecurrentWeightGradient {
  let layer: RecurrentLayer

  private var rows: Int { layer.steps * layer.batch }
  private var isGRU: Bool { layer.gates == 3 }
  private var isLinear: Bool { isGRU && !layer.resetsFirst }

  /// The states before the steps and, for a GRU, what the reset gate makes of them or of the cotangents.
  var scratchCount: Int { rows * layer.hidden * (isGRU ? 2 : 1) }

  /// The gradients of one direction; `da` is in the memory of the walk back through time.
  func run(
    _ direction: Int, _ walk: ck_recurrent_gradient_memory, x: UnsafePointer<Float>,
    dw: UnsafeMutablePointer<Float>, dr: UnsafeMutablePointer<Float>, db: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    guard let da = walk.dgates else { return }
    let (width, hidden, inputSize) = (layer.width, layer.hidden, layer.inputSize)
    let reset = scratch + rows * hidden
    gatherTerms(direction, walk, before: scratch, reset: reset)
    let gates = MatrixOperand(data: da, stride: width, isTransposed: true)
    product(width, inputSize).multiplyInParallel(
      gates, MatrixOperand(data: x, stride: inputSize), into: dw + direction * width * inputSize, stride: inputSize)

    let (own, states) = (dr + direction * width * hidden, MatrixOperand(data: scratch, stride: hidden))
    product(isGRU ? 2 * hidden : width, hidden).multiplyInParallel(gates, states, into: own, stride: hidden)
    let last = MatrixOperand(data: da + 2 * hidden, stride: width, isTransposed: true)
    let afterReset = MatrixOperand(data: reset, stride: hidden)
    if isGRU {
      let cotangents = isLinear ? MatrixOperand(data: reset, stride: hidden, isTransposed: true) : last
      product(hidden, hidden).multiplyInParallel(
        cotangents, isLinear ? states : afterReset, into: own + 2 * hidden * hidden, stride: hidden)
    }
    sumBiases(da, reset, into: db + direction * 2 * width)
  }

  private func product(_ rows: Int, _ columns: Int) -> SinglePrecisionProduct {
    SinglePrecisionProduct(rows: rows, columns: columns, terms: self.rows)
  }

  private func gatherTerms(
    _ direction: Int, _ walk: ck_recurrent_gradient_memory, before: UnsafeMutablePointer<Float>,
    reset: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: layer.description(of: direction)) { description in
      withUnsafePointer(to: walk) { walk in
        Parallel.forEachRange(layer.batch, grain: max(1, StridedRows.grain / max(1, layer.steps * layer.hidden))) {
          ck_recurrent_weight_terms(description, walk, before, reset, $0.lowerBound, $0.upperBound)
        }
      }
    }
  }

  /// Both biases of a gate are added before its activation, but for that of the linear GRU's last gate.
  private func sumBiases(
    _ da: UnsafePointer<Float>, _ reset: UnsafePointer<Float>, into db: UnsafeMutablePointer<Float>
  ) {
    sumColumns(da, layer.width, into: db)
    (db + layer.width).update(from: db, count: layer.width)
    if isLinear { sumColumns(reset, layer.hidden, into: db + layer.width + 2 * layer.hidden) }
  }

  private func sumColumns(_ matrix: UnsafePointer<Float>, _ columns: Int, into sums: UnsafeMutablePointer<Float>) {
    var step = ck_reduction_step(
      function: CK_REDUCE_SUM, reduced: rows, inner: columns, chunk: rows, chunks: 1, scale: 1)
    ck_reduce(&step, matrix, sums, 0, ck_reduction_units(&step))
  }
}
