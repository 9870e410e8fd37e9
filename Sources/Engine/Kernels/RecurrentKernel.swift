internal import CKernels
package import Graphs

/// A recurrent layer over a whole sequence.
///
/// Inputs `x, w, r, b, h0 (, c0)`; outputs `y, yh (, yc), reserve`, as `Recurrent` defines them. The input's part of all
/// gates is one matrix product over all steps; then every thread walks through time with its own samples, multiplying
/// with recurrent weights that were packed once.
package final class RecurrentKernel: Kernel {
  let layer: RecurrentLayer

  /// `input` is the shape `[T, N, I]` of `x`.
  package init(_ operation: Recurrent, input: [Int]) {
    precondition(input.count == 3, "Recurrent: expected x [T, N, I], is \(input)")
    layer = RecurrentLayer(operation: operation, steps: input[0], batch: input[1], inputSize: input[2])
  }

  private var projectedCount: Int { layer.steps * layer.batch * layer.width }

  package var scratchCount: Int {
    layer.directions * (projectedCount + layer.panelCount) + layer.stateCount
  }

  package func run(_ memory: KernelMemory) {
    guard let scratch = memory.scratch, layer.hidden > 0 else { return }
    let panels = scratch + layer.directions * projectedCount
    for direction in 0..<layer.directions {
      project(memory, direction, into: scratch + direction * projectedCount)
      layer.packForward(
        memory.inputs[2] + direction * layer.width * layer.hidden, into: panels + direction * layer.panelCount)
    }
    layer.forEachSampleRange { direction, samples in
      withUnsafePointer(to: layer.description(of: direction)) { description in
        withUnsafePointer(to: self.memory(memory, direction, scratch)) { places in
          ck_recurrent(description, places, samples.lowerBound, samples.upperBound)
        }
      }
    }
  }

  private func project(_ memory: KernelMemory, _ direction: Int, into result: UnsafeMutablePointer<Float>) {
    let w = memory.inputs[1] + direction * layer.width * layer.inputSize
    SinglePrecisionProduct(rows: layer.steps * layer.batch, columns: layer.width, terms: layer.inputSize)
      .multiplyInParallel(
        MatrixOperand(data: memory.inputs[0], stride: layer.inputSize),
        MatrixOperand(data: w, stride: layer.inputSize, isTransposed: true), into: result, stride: layer.width)
  }

  private func memory(
    _ memory: KernelMemory, _ direction: Int, _ scratch: UnsafeMutablePointer<Float>
  ) -> ck_recurrent_memory {
    let isLSTM = layer.operation.cell == .lstm
    let panels = scratch + layer.directions * projectedCount
    return ck_recurrent_memory(
      projected: scratch + direction * projectedCount, panels: panels + direction * layer.panelCount,
      bias: memory.inputs[3] + direction * 2 * layer.width, h0: memory.inputs[4],
      c0: isLSTM ? memory.inputs[5] : nil, y: memory.outputs[0], yh: memory.outputs[1],
      yc: isLSTM ? memory.outputs[2] : nil, reserve: memory.outputs[isLSTM ? 3 : 2],
      scratch: panels + layer.directions * layer.panelCount)
  }
}
