package import Graphs

/// Repeats a tensor to a larger shape.
package final class BroadcastKernel: Kernel {
  private let copy: StridedCopy

  package init(_ operation: Broadcast, input: [Int]) {
    // ONNX's Expand lets the *target* have extent 1 where the input is larger.
    let output = RowMajor.broadcast(operation.shape, input)
    copy = StridedCopy(
      extents: output, input: RowMajor.strides(input, broadcastTo: output), output: RowMajor.strides(output))
  }

  package func run(_ memory: KernelMemory) { copy(from: memory.inputs[0], to: memory.outputs[0]) }
}
