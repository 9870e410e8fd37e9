internal import CKernels
package import Graphs

/// Backpropagation through time.
///
/// Inputs `w, r, b, h0, (c0,) y, reserve, dy, dyh (, dyc)`; outputs `dx, dh0 (, dc0)`; with weight gradients also the input
/// `x` and the outputs `dw, dr, db`, last. Every thread walks back through
/// time with its own samples; the cotangent of all inputs is one matrix product at the end.
package final class RecurrentGradientKernel: Kernel {
  let layer: RecurrentLayer
  /// Nil where nobody wants the weights' gradients.
  let weights: RecurrentWeightGradient?

  /// The layer saw an `x` of `steps`, `batch` and the operation's input size.
  package init(_ operation: RecurrentGradient, steps: Int, batch: Int) {
    layer = RecurrentLayer(
      operation: operation.recurrent, steps: steps, batch: batch, inputSize: operation.inputSize)
    weights = operation.givesWeightGradients ? RecurrentWeightGradient(layer: layer) : nil
  }

  private var gateCount: Int { layer.steps * layer.batch * layer.width }

  package var scratchCount: Int {
    layer.directions * (gateCount + layer.panelCount) + 4 * layer.stateCount + (weights?.scratchCount ?? 0)
  }

  package func run(_ memory: KernelMemory) {
    guard let scratch = memory.scratch, layer.hidden > 0 else { return }
    let panels = scratch + layer.directions * gateCount
    for direction in 0..<layer.directions {
      layer.packBackward(
        memory.inputs[1] + direction * layer.width * layer.hidden, into: panels + direction * layer.panelCount)
    }
    layer.forEachSampleRange { direction, samples in
      withUnsafePointer(to: layer.description(of: direction)) { description in
        withUnsafePointer(to: self.memory(memory, direction, scratch)) { places in
          ck_recurrent_gradient(description, places, samples.lowerBound, samples.upperBound)
        }
      }
    }
    for direction in 0..<layer.directions {
      projectBack(memory, direction, scratch + direction * gateCount)
      findWeightGradients(memory, direction, scratch)
    }
  }

  private func findWeightGradients(
    _ memory: KernelMemory, _ direction: Int, _ scratch: UnsafeMutablePointer<Float>
  ) {
    guard let weights else { return }
    let (outputs, x) = (memory.outputs, memory.inputs[memory.inputs.count - 1])
    weights.run(
      direction, self.memory(memory, direction, scratch), x: x, dw: outputs[outputs.count - 3],
      dr: outputs[outputs.count - 2], db: outputs[outputs.count - 1],
      scratch: scratch + (scratchCount - weights.scratchCount))
  }

  /// `dx = dgates · w`, summed over the directions.
  private func projectBack(_ memory: KernelMemory, _ direction: Int, _ dgates: UnsafeMutablePointer<Float>) {
    let w = memory.inputs[0] + direction * layer.width * layer.inputSize
    SinglePrecisionProduct(
      rows: layer.steps * layer.batch, columns: layer.inputSize, terms: layer.width, accumulates: direction > 0
    )
    .multiplyInParallel(
      MatrixOperand(data: dgates, stride: layer.width), MatrixOperand(data: w, stride: layer.inputSize),
      into: memory.outputs[0], stride: layer.inputSize)
  }

  private func memory(
    _ memory: KernelMemory, _ direction: Int, _ scratch: UnsafeMutablePointer<Float>
  ) -> ck_recurrent_gradient_memory {
    let isLSTM = layer.operation.cell == .lstm
    let y = isLSTM ? 5 : 4
    let panels = scratch + layer.directions * gateCount
    return ck_recurrent_gradient_memory(
      panels: panels + direction * layer.panelCount, h0: memory.inputs[3], c0: isLSTM ? memory.inputs[4] : nil,
      y: memory.inputs[y], reserve: memory.inputs[y + 1], dy: memory.inputs[y + 2], dyh: memory.inputs[y + 3],
      dyc: isLSTM ? memory.inputs[9] : nil, dgates: scratch + direction * gateCount, dh: memory.outputs[1],
      dc: isLSTM ? memory.outputs[2] : nil, scratch: panels + layer.directions * layer.panelCount)
  }
}
