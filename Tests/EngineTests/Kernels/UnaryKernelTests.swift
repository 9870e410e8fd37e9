import Engine
import Foundation
import Graphs
import Tensors
import TestSupport
import Testing

@Suite struct UnaryKernelTests {
  static let functions: [UnaryFunction] = [
    .relu, .leakyRelu(slope: 0.1), .elu(alpha: 0.7), .selu(alpha: 1.67326, gamma: 1.0507), .sigmoid,
    .hardSigmoid(alpha: 0.2, beta: 0.5), .hardSwish, .tanh, .softplus, .erf, .gelu(approximate: false),
    .gelu(approximate: true), .clip(lower: -0.5, upper: 0.75), .exp, .log, .sqrt, .abs, .negate, .reciprocal, .sign,
    .floor, .ceil, .round,
  ]

  @Test(arguments: functions) func valuesAgreeWithTheDefinition(_ function: UnaryFunction) throws {
    for count in [0, 1, 7, 33, 50_001] {
      let x = arguments(for: function, count: count)
      try expectAgreement(of: UnaryKernel(function, count: count), with: Unary(function), on: [x])
    }
  }

  @Test(arguments: functions) func derivativesAgreeWithTheDefinition(_ function: UnaryFunction) throws {
    for count in [1, 19, 40_003] {
      var known = arguments(for: function, count: count)
      if function.derivativeArgument == .result {
        known = Unary(function).evaluate([DoubleTensor(known)], outputShapes: [known.shape])[0].tensor
      }
      try expectAgreement(
        of: UnaryGradientKernel(function, count: count), with: UnaryGradient(function),
        on: [known, .random([count], seed: 2)], tolerance: 3e-6)
    }
  }

  @Test(arguments: functions) func aFunctionMayOverwriteItsArgument(_ function: UnaryFunction) throws {
    let x = arguments(for: function, count: 1003)
    let kernel = UnaryKernel(function, count: x.count)
    #expect(
      try KernelRun.output(of: kernel, [x], inPlaceOf: 0) == KernelRun.outputs(of: kernel, [x], shapes: [[1003]])[0])
    let gradient = UnaryGradientKernel(function, count: x.count)
    let dy = Tensor.random([1003], seed: 5)
    let apart = try KernelRun.outputs(of: gradient, [x, dy], shapes: [[1003]])[0]
    #expect(try KernelRun.output(of: gradient, [x, dy], inPlaceOf: 0) == apart)
    #expect(try KernelRun.output(of: gradient, [x, dy], inPlaceOf: 1) == apart)
  }

  @Test(arguments: [
    UnaryFunction.relu, .clip(lower: -1, upper: 1), .exp, .log, .tanh, .sigmoid, .gelu(approximate: false),
  ])
  func notANumberStaysVisible(_ function: UnaryFunction) throws {
    let x = Tensor(repeating: .nan, shape: [21])
    let y = try KernelRun.outputs(of: UnaryKernel(function, count: 21), [x], shapes: [[21]])[0]
    #expect(y.isAllNaN)
  }

  @Test func valuesAtTheEndsOfTheRangeAreRight() throws {
    func value(_ function: UnaryFunction, _ x: Float) throws -> Float {
      try KernelRun.outputs(of: UnaryKernel(function, count: 1), [Tensor(shape: [1], scalars: [x])], shapes: [[1]])[0]
        .scalars[0]
    }
    #expect(try value(.exp, -200) == 0)
    #expect(try value(.exp, 200) == .infinity)
    #expect(try value(.log, 0) == -.infinity)
    #expect(try value(.log, -1).isNaN)
    #expect(try value(.log, .infinity) == .infinity)
    #expect(try value(.tanh, .infinity) == 1)
    #expect(try value(.tanh, -50) == -1)
    #expect(try value(.sigmoid, -.infinity) == 0)
    #expect(try value(.sigmoid, 1000) == 1)
    #expect(try value(.softplus, 1000) == 1000)
    #expect(try value(.softplus, -1000) == 0)
    #expect(try value(.erf, .infinity) == 1)
    #expect(try value(.floor, 1e10) == 1e10)
    #expect(try value(.round, 2.5) == 2)
    #expect(try value(.elu(alpha: 1), -1000) == -1)
  }

  private func arguments(for function: UnaryFunction, count: Int) -> Tensor {
    switch function {
    case .log, .sqrt: .random([count], in: 0.01...20)
    case .reciprocal: .random([count], in: 0.3...4)
    default: .random([count], in: -6...6)
    }
  }
}
