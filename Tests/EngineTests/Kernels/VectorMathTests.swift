import Engine
import Foundation
import Graphs
import Tensors
import Testing

/// The error of the vectorised elementary functions against the C library in Double, in units in the last place.
@Suite struct VectorMathTests {
  struct Bound: Sendable, CustomStringConvertible {
    let function: UnaryFunction
    let range: ClosedRange<Float>
    let units: Double
    let exact: @Sendable (Double) -> Double
    var description: String { "\(function)" }
  }

  static let bounds = [
    Bound(function: .exp, range: -103...88.7, units: 1.1) { Foundation.exp($0) },
    Bound(function: .log, range: Float(bitPattern: 700)...1e38, units: 1.1) { Foundation.log($0) },
    Bound(function: .tanh, range: -12...12, units: 2.5) { Foundation.tanh($0) },
    Bound(function: .sigmoid, range: -80...80, units: 2.5) { 1 / (1 + Foundation.exp(-$0)) },
    Bound(function: .elu(alpha: 1), range: -20 ... -1e-6, units: 2) { Foundation.expm1($0) },
    Bound(function: .softplus, range: -80...80, units: 3) { max($0, 0) + Foundation.log1p(Foundation.exp(-abs($0))) },
    Bound(function: .erf, range: -6...6, units: 3) { Foundation.erf($0) },
  ]

  @Test(arguments: bounds) func errorStaysWithinTheStatedUnits(_ bound: Bound) throws {
    let x = arguments(in: bound.range)
    let kernel = UnaryKernel(bound.function, count: x.count)
    let y = try KernelRun.outputs(of: kernel, [x], shapes: [x.shape])[0]
    var worst = (units: 0.0, x: Float(0))
    for (argument, value) in zip(x.scalars, y.scalars) {
      let exact = bound.exact(Double(argument))
      let units = abs(Double(value) - exact) / Double(max(Float(exact).ulp, .leastNonzeroMagnitude))
      if !(units <= worst.units) { worst = (units, argument) }
    }
    #expect(worst.units <= bound.units, "at \(worst.x)")
  }

  /// Evenly spread over the range and, towards zero, over the orders of magnitude.
  private func arguments(in range: ClosedRange<Float>) -> Tensor {
    var stream = RandomStream(seed: 9)
    let even = (0..<200_000).map { _ in Float.random(in: range, using: &stream) }
    let small = even.map { $0 * Float(Foundation.exp(-Double.random(in: 0..<60, using: &stream))) }
    let all = (even + small).filter(range.contains)
    return Tensor(shape: [all.count], scalars: all)
  }
}
