import Graphs

extension OperationCase {
  /// Matrix products with every transposition and every way to broadcast a stack.
  public static var products: [OperationCase] {
    let stacks: [(String, [Int], [Int])] = [
      ("matrices", [], []), ("stacks", [2, 3], [2, 3]), ("one right matrix", [4], []), ("one left matrix", [], [4]),
      ("both repeated", [2, 1], [3]),
    ]
    return [(false, false), (true, false), (false, true), (true, true)].flatMap { left, right in
      stacks.map { name, leftStack, rightStack in
        OperationCase(
          name, MatrixProduct(transposesLeft: left, transposesRight: right), leftStack + (left ? [4, 2] : [2, 4]),
          rightStack + (right ? [3, 4] : [4, 3])
        ).with { $0.differentiable = [0, 1] }
      }
    }
  }

  /// Every reduction over the first, the last, several, all and no axes.
  public static var reductions: [OperationCase] {
    ReductionFunction.allCases.flatMap { function in
      [[0], [2], [0, 2], [1, 2], [0, 1, 2], []].flatMap { axes in
        [false, true].map { keepsAxes in
          let operation = Reduction(function, axes: axes, keepsAxes: keepsAxes)
          return OperationCase("keeps axes: \(keepsAxes)", operation, [2, 3, 4])
        }
      }
    }
  }

  /// Every rank, one element in a channel, one channel, and channels that fill vectors or do not.
  public static var batchNormalizations: [OperationCase] {
    [[5, 3], [3, 2, 4], [2, 17, 3, 2], [2, 3, 3, 2, 2], [6, 1, 2], [1, 2, 3], [2, 32, 3]].map { shape in
      OperationCase("of \(shape)", BatchNormalization(epsilon: 1e-3), shape, [shape[1]], [shape[1]]).with {
        $0.differentiable = [0, 1, 2]
        $0.outputCount = 1
      }
    }
  }

  /// Softmax, its logarithm, and normalisation, along every axis.
  public static var rows: [OperationCase] {
    let softmaxes = (0..<3).flatMap { axis in
      [
        OperationCase("", Softmax(axis: axis), [2, 4, 3]), OperationCase("", LogSoftmax(axis: axis), [2, 4, 3]),
      ].map { operationCase in operationCase.with { $0.range = -4...4 } }
    }
    let normalizations = [0, 1, 2].flatMap { axis in
      [Float(1e-5), 0.1].map { epsilon in
        OperationCase("epsilon \(epsilon)", Normalization(firstAxis: axis, epsilon: epsilon), [2, 3, 4])
      }
    }
    return softmaxes + normalizations + [
      OperationCase("volumes", Normalization(firstAxis: 2, epsilon: 1e-5), [2, 2, 2, 2, 3])
    ]
  }
}
