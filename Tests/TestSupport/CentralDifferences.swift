public import Graphs
import Tensors

/// Compares the derivative of a graph with differences of the graph itself, both in double precision.
///
/// With random cotangents `v`, the scalar `L = Σ v·output` is differentiated; `(L(x + h·d) − L(x − h·d)) / 2h` must
/// equal `⟨∂L/∂x, d⟩`, for every element in turn where there are few and for random directions where there are many.
public struct CentralDifferences {
  public var step = 1e-5
  /// Up to this many elements are perturbed one by one.
  public var elementLimit = 200
  public var directions = 8
  public var seed: UInt64 = 1

  public init() {}

  /// The largest deviation of a derivative from its difference quotient, as a share of the largest derivative met.
  ///
  /// - Parameters:
  ///   - graph: the function to differentiate; all its outputs count.
  ///   - inputs: where to differentiate.
  ///   - value: what to differentiate with respect to: an input or any value of the graph.
  /// - Returns: 1e-3 counts as the largest derivative if all are smaller; infinite where anything is not finite.
  /// - Throws: what differentiation or evaluation throws.
  public func error(of graph: Graph, at inputs: [DoubleTensor], withRespectTo value: ValueID) throws -> Double {
    let derivative = try graph.differentiated(withRespectTo: [value])
    let cotangents = randomCotangents(of: graph)
    let found = try ReferenceInterpreter.evaluate(
      derivative.graph, inputs: inputs + cotangents, values: [value, derivative.gradients[0]])
    let (x, gradient) = (found[0], found[1])

    func loss(_ x: DoubleTensor) throws -> Double {
      let outputs = try ReferenceInterpreter.evaluate(
        graph, inputs: inputs, values: graph.outputs, forcing: [value: x])
      return zip(outputs, cotangents).reduce(0) { $0 + $1.0.dot($1.1) }
    }
    var (deviation, largest) = (0.0, 1e-3)
    for direction in probes(of: x.shape) {
      let difference = try loss(x.adding(direction, times: step)) - loss(x.adding(direction, times: -step))
      let (numeric, analytic) = (difference / (2 * step), gradient.dot(direction))
      guard numeric.isFinite, analytic.isFinite else { return .infinity }
      deviation = max(deviation, (numeric - analytic).magnitude)
      largest = max(largest, analytic.magnitude, numeric.magnitude)
    }
    return deviation / largest
  }

  private func randomCotangents(of graph: Graph) -> [DoubleTensor] {
    graph.outputs.enumerated().map { place, output in
      DoubleTensor(shape: graph.shape(of: output), seed: seed &+ UInt64(place))
    }
  }

  private func probes(of shape: [Int]) -> [DoubleTensor] {
    guard shape.product <= elementLimit else {
      return (0..<directions).map { DoubleTensor(shape: shape, seed: seed &+ 1000 &+ UInt64($0)) }
    }
    return (0..<shape.product).map { place in
      var unit = DoubleTensor(repeating: 0, shape: shape)
      unit.scalars[place] = 1
      return unit
    }
  }
}
