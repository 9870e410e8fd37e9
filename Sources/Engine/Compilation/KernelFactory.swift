internal import Graphs
internal import Tensors

/// The kernel of each operation, on physical shapes: row-major, channels-last for spatial operations.
enum KernelFactory {
  static func kernel(
    for operation: any Operation, inputs: [[Int]], outputs: [[Int]]
  ) throws(EngineError) -> any Kernel {
    if let kernel = elementwise(operation, inputs, outputs) { return kernel }
    if let kernel = arranging(operation, inputs) { return kernel }
    if let kernel = spatial(operation, inputs) { return kernel }
    if let kernel = algebraic(operation, inputs) { return kernel }
    throw EngineError(operation.description, "is not supported by the engine")
  }

  /// - Parameter masksNonPositive: also does the relu gradient that follows.
  static func maxPoolGradient(
    _ operation: MaxPoolGradient, inputs: [[Int]], masksNonPositive: Bool
  ) throws(EngineError) -> any Kernel {
    MaxPoolGradientKernel(operation, input: inputs[0], masksNonPositive: masksNonPositive)
  }

  private static func elementwise(_ operation: any Operation, _ inputs: [[Int]], _ outputs: [[Int]]) -> (any Kernel)? {
    switch operation {
    case let unary as Unary: UnaryKernel(unary.function, count: outputs[0].product)
    case let gradient as UnaryGradient: UnaryGradientKernel(gradient.function, count: outputs[0].product)
    case let binary as Binary: BinaryKernel(binary, left: inputs[0], right: inputs[1])
    case is Select: SelectKernel(condition: inputs[0], a: inputs[1], b: inputs[2])
    default: nil
    }
  }

  private static func arranging(_ operation: any Operation, _ inputs: [[Int]]) -> (any Kernel)? {
    switch operation {
    case let transpose as Transpose: TransposeKernel(transpose, input: inputs[0])
    case let slice as Slice: SliceKernel(slice, input: inputs[0])
    case let gradient as SliceGradient: SliceGradientKernel(gradient)
    case let concatenation as Concatenation: ConcatenationKernel(concatenation, inputs: inputs)
    case let broadcast as Broadcast: BroadcastKernel(broadcast, input: inputs[0])
    default: nil
    }
  }

  private static func spatial(_ operation: any Operation, _ inputs: [[Int]]) -> (any Kernel)? {
    switch operation {
    case is ChannelAffine:
      ChannelAffineKernel(rows: inputs[0].dropLast().reduce(1, *), channels: inputs[0].last ?? 1)
    case let pool as MaxPool: MaxPoolKernel(pool, input: inputs[0])
    default: nil
    }
  }

  private static func algebraic(_ operation: any Operation, _ inputs: [[Int]]) -> (any Kernel)? {
    switch operation {
    case let product as MatrixProduct: MatrixProductKernel(product, left: inputs[0], right: inputs[1])
    case let reduction as Reduction: ReductionKernel(reduction, input: inputs[0])
    default: nil
    }
  }
}
