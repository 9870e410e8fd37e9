import Graphs

/// A case of the golden file that names nothing known.
struct UnknownGolden: Error { let name: String }

extension GoldenCase {
  func makeOperation() throws -> any Operation {
    switch operation {
    case "unary": Unary(try unaryFunction())
    case "binary": Binary(try required(function.flatMap(BinaryFunction.init)))
    case "reduction":
      Reduction(try required(function.flatMap(ReductionFunction.init)), axes: try required(axes), keepsAxes: false)
    case "convolution": try convolution()
    case "convolutionTranspose":
      ConvolutionTranspose(try convolution(), inputExtents: Swift.Array(outputs[0].shape.dropFirst(2)))
    case "maxPool": MaxPool(try window())
    case "averagePool": AveragePool(try window(), countsPadding: try required(countsPadding))
    case "resize": try resize()
    case "softmax": Softmax(axis: try required(axes)[0])
    case "logSoftmax": LogSoftmax(axis: try required(axes)[0])
    case "normalization": Normalization(firstAxis: try required(axes)[0], epsilon: try required(epsilon))
    case "pad": Pad(before: try required(padBefore), after: try required(padAfter), mode: try paddingMode())
    case "LSTM", "GRU", "RNN": try recurrent()
    default: throw UnknownGolden(name: name)
    }
  }

  private func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw UnknownGolden(name: name) }
    return value
  }

  private func unaryFunction() throws -> UnaryFunction {
    let functions: [String: UnaryFunction] = [
      "relu": .relu, "leakyRelu": .leakyRelu(slope: 0.25), "elu": .elu(alpha: 0.5),
      "selu": .selu(alpha: 1.6732632423543772, gamma: 1.0507009873554805), "sigmoid": .sigmoid,
      "hardSigmoid": .hardSigmoid(alpha: 1 / 6, beta: 0.5), "hardSwish": .hardSwish, "tanh": .tanh,
      "softplus": .softplus, "erf": .erf, "gelu": .gelu(approximate: false), "geluTanh": .gelu(approximate: true),
      "clip": .clip(lower: -1, upper: 2), "exp": .exp, "log": .log, "sqrt": .sqrt, "abs": .abs, "negate": .negate,
      "reciprocal": .reciprocal, "sign": .sign, "floor": .floor, "ceil": .ceil, "round": .round,
    ]
    return try required(function.flatMap { functions[$0] })
  }

  private func convolution() throws -> Convolution {
    Convolution(
      strides: try required(strides), padBefore: try required(padBefore), padAfter: try required(padAfter),
      dilations: try required(dilations), groups: try required(groups))
  }

  private func window() throws -> PoolingWindow {
    PoolingWindow(
      kernel: try required(kernel), strides: try required(strides), padBefore: try required(padBefore),
      padAfter: try required(padAfter), dilations: try required(dilations), roundsUp: try required(roundsUp))
  }

  private func resize() throws -> Resize {
    let rounding = try required(self.rounding.flatMap(NearestRounding.init))
    return Resize(
      extents: try required(extents), scales: try required(scales),
      interpolation: mode == "linear" ? .linear : .nearest(rounding),
      transformation: try required(transformation.flatMap(CoordinateTransformation.init)))
  }

  private func paddingMode() throws -> PaddingMode {
    switch mode {
    case "constant": .constant(0)
    case "reflect": .reflect
    case "edge": .edge
    default: throw UnknownGolden(name: name)
    }
  }

  private func recurrent() throws -> Recurrent {
    let cell: RecurrentCell =
      switch operation {
      case "LSTM": .lstm
      case "GRU": .gru(linearBeforeReset: try required(linearBeforeReset))
      default: .rnn(activation: try required(activation.flatMap(RecurrentActivation.init)))
      }
    return Recurrent(
      cell, direction: try required(direction.flatMap(RecurrentDirection.init)), hiddenSize: try required(hidden))
  }
}
