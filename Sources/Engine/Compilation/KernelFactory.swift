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
    if let kernel = normalizing(operation, inputs) { return kernel }
    if let kernel = recurrent(operation, inputs) { return kernel }
    throw EngineError(operation.description, "is not supported by the engine")
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
    case let pad as Pad: PadKernel(pad, input: inputs[0])
    case let gradient as PadGradient: PadGradientKernel(gradient)
    case let gather as Gather: GatherKernel(gather, input: inputs[0])
    case let gradient as GatherGradient: GatherGradientKernel(gradient)
    default: nil
    }
  }

  private static func spatial(_ operation: any Operation, _ inputs: [[Int]]) -> (any Kernel)? {
    switch operation {
    case is ChannelAffine:
      ChannelAffineKernel(rows: inputs[0].dropLast().reduce(1, *), channels: inputs[0].last ?? 1)
    case let pool as MaxPool: MaxPoolKernel(pool, input: inputs[0])
    case let pool as AveragePool: AveragePoolKernel(pool, input: inputs[0])
    case let gradient as AveragePoolGradient: AveragePoolGradientKernel(gradient, cotangent: inputs[0])
    case let resize as Resize: ResizeKernel(resize, input: inputs[0])
    case let gradient as ResizeGradient: ResizeGradientKernel(gradient, cotangent: inputs[0])
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

  private static func normalizing(_ operation: any Operation, _ inputs: [[Int]]) -> (any Kernel)? {
    switch operation {
    case let softmax as Softmax: SoftmaxKernel(softmax, input: inputs[0])
    case let softmax as LogSoftmax: SoftmaxKernel(softmax, input: inputs[0])
    case let gradient as SoftmaxGradient: SoftmaxGradientKernel(gradient, input: inputs[0])
    case let gradient as LogSoftmaxGradient: SoftmaxGradientKernel(gradient, input: inputs[0])
    case let normalization as Normalization:
      NormalizationKernel(
        outer: inputs[0].prefix(normalization.firstAxis).reduce(1, *),
        inner: inputs[0].dropFirst(normalization.firstAxis).reduce(1, *), epsilon: normalization.epsilon)
    case let gradient as NormalizationGradient:
      NormalizationGradientKernel(
        outer: inputs[0].prefix(gradient.firstAxis).reduce(1, *),
        inner: inputs[0].dropFirst(gradient.firstAxis).reduce(1, *), epsilon: gradient.epsilon)
    default: nil
    }
  }

  /// Normalisation of each channel over all positions, on `[N, spatial…, C]`.
  static func instanceNormalization(_ operation: any Operation, input: [Int]) -> (any Kernel)? {
    let (samples, channels) = (input[0], input[input.count - 1])
    let places = input.dropFirst().dropLast().reduce(1, *)
    switch operation {
    case let normalization as Normalization where normalization.firstAxis == 2:
      return ChannelNormalizationKernel(
        samples: samples, places: places, channels: channels, groups: channels, epsilon: normalization.epsilon)
    case let gradient as NormalizationGradient where gradient.firstAxis == 2:
      return ChannelNormalizationGradientKernel(
        samples: samples, places: places, channels: channels, groups: channels, epsilon: gradient.epsilon)
    default: return nil
    }
  }

  private static func recurrent(_ operation: any Operation, _ inputs: [[Int]]) -> (any Kernel)? {
    switch operation {
    case let recurrent as Recurrent: return RecurrentKernel(recurrent, input: inputs[0])
    case let gradient as RecurrentGradient:
      // The result `y` [T, D, N, H] comes after w, r, b, h0 and, for an LSTM, c0.
      let result = inputs[gradient.recurrent.cell == .lstm ? 5 : 4]
      return RecurrentGradientKernel(gradient, steps: result[0], batch: result[2])
    default: return nil
    }
  }
}
