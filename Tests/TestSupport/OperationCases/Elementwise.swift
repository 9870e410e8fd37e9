import Graphs

extension OperationCase {
  /// Every unary and binary function, with every way to broadcast; selection; affine maps per channel.
  public static var elementwise: [OperationCase] { unary + binary + select + channelAffine }

  private static var unary: [OperationCase] {
    let anywhere: [UnaryFunction] = [
      .relu, .leakyRelu(slope: 0.1), .leakyRelu(slope: 0), .leakyRelu(slope: -0.5), .elu(alpha: 0.7), .elu(alpha: 0),
      .selu(alpha: 1.67, gamma: 1.05), .sigmoid, .hardSigmoid(alpha: 0.2, beta: 0.5),
      .hardSigmoid(alpha: -0.3, beta: 0.4), .hardSwish, .tanh, .softplus, .erf, .gelu(approximate: false),
      .gelu(approximate: true), .clip(lower: -1, upper: 2), .clip(lower: 0, upper: .infinity), .exp, .abs, .negate,
      .sign, .floor, .ceil, .round,
    ]
    let positive: [UnaryFunction] = [.log, .sqrt, .reciprocal]
    return anywhere.map { function in OperationCase("x", Unary(function), [2, 3, 7]).with { $0.range = -5...5 } }
      + positive.map { function in OperationCase("x > 0", Unary(function), [2, 3, 7]).with { $0.range = 0.2...4 } }
      + [OperationCase("x < 0", Unary(.reciprocal), [5]).with { $0.range = -3 ... -0.2 }]
  }

  private static var binary: [OperationCase] {
    let shapes: [(String, [Int], [Int])] = [
      ("same shapes", [2, 3, 4], [2, 3, 4]), ("scalar on the right", [2, 3], []), ("scalar on the left", [], [2, 3]),
      ("channels", [2, 3, 2, 2], [1, 3, 1, 1]), ("both repeated", [2, 1, 3], [4, 1]), ("last axis", [2, 3, 4], [4]),
    ]
    return BinaryFunction.allCases.flatMap { function in
      shapes.map { name, left, right in
        OperationCase(name, Binary(function), left, right).with {
          $0.differentiable = [0, 1]
          $0.range = function == .power ? 0.3...2 : function == .divide ? 0.5...2 : -1...1
        }
      }
    } + powers
  }

  /// Exponents that networks hold as constants.
  private static var powers: [OperationCase] {
    [2, 3, 0.5, -1, 0].map { exponent in
      OperationCase("exponent \(exponent)", Binary(.power), [2, 3], []).with {
        $0.constants = [1]
        $0.values = [1: DoubleTensor(repeating: exponent, shape: [])]
        $0.range = exponent == 2 || exponent == 3 ? -2...2 : 0.3...2
      }
    }
  }

  private static var select: [OperationCase] {
    let condition = DoubleTensor(shape: [2, 3], scalars: [1, 0, 0, -2, 1, 0])
    return [
      OperationCase("same shapes", Select(), [2, 3], [2, 3], [2, 3]),
      OperationCase("all repeated", Select(), [2, 3], [4, 1, 3], [1]),
    ].map { operationCase in
      operationCase.with {
        $0.values = [0: condition]
        $0.differentiable = [1, 2]
        $0.constants = [0]
      }
    }
  }

  private static var channelAffine: [OperationCase] {
    [[4, 3], [2, 3, 4], [2, 3, 2, 2], [1, 2, 2, 3, 2]].flatMap { shape in
      [
        OperationCase("scale and shift of \(shape)", ChannelAffine(), shape, [shape[1]], [shape[1]]).with {
          $0.differentiable = [0, 1, 2]
          $0.constants = [1, 2]
        },
        OperationCase("scale of \(shape)", ChannelAffine(), shape, [shape[1]]).with {
          $0.differentiable = [0, 1]
          $0.constants = [1]
        },
      ]
    }
  }
}
