import Graphs
import Tensors
import Testing
import Victims

@Suite struct GradientCheckTests {
  /// A network of one input vector.
  private func runner(_ build: @escaping (inout Graph, ValueID) throws -> ValueID) throws -> ModelRunner {
    try ModelRunner(largestBatch: 1) { batch in
      var graph = Graph()
      let x = graph.addInput(shape: [batch, 64])
      graph.outputs = [try build(&graph, x)]
      return graph
    }
  }

  private func input(_ values: (Int) -> Float) -> Tensor { Tensor(shape: [1, 64], scalars: (0..<64).map(values)) }

  @Test func aSmoothNetworkAgreesWithItsDifferences() throws {
    let tanh = try runner { graph, x in try graph(Unary(.tanh), x) }
    let check = try GradientCheck(tanh, at: input { Float($0) / 40 - 0.8 })
    #expect(check.passes)
    #expect(check.directions.count == 3)
    #expect(check.largestError < 1e-2)
    #expect(check.directions.prefix(2).allSatisfy { $0.relativeError < 2e-3 })
  }

  @Test func stepsGrowWithTheSpanOfTheValues() throws {
    let wide = try runner { graph, x in
      try graph(Unary(.tanh), graph(Binary(.multiply), x, graph.addConstant(Tensor(scalar: 1.0 / 255))))
    }
    let check = try GradientCheck(wide, at: input { Float(4 * $0) }, span: 255)
    #expect(check.passes)
    #expect(check.directions.allSatisfy { $0.step > 0.02 })
  }

  /// The derivative of a step is zero everywhere; beside `x` it is a part of the slope that a gradient misses.
  @Test func aSlopeThatTheGradientMissesIsFound() throws {
    let jumping = try runner { graph, x in try graph.add(x, graph(Unary(.sign), x)) }
    let check = try GradientCheck(jumping, at: input { _ in 0 })
    #expect(!check.passes)
    #expect(check.largestError > 0.5)
    #expect(try GradientCheck(jumping, at: input { $0 % 2 == 0 ? 0.5 : -0.5 }).passes)
  }

  @Test func aZeroGradientIsNoAgreement() throws {
    let flat = try runner { graph, x in try graph(Unary(.round), x) }
    let check = try GradientCheck(flat, at: input { _ in 0.25 })
    #expect(check.gradientIsZero)
    #expect(!check.passes)
    #expect(check.largestError == 0)
  }

  @Test func whatIsNotANumberNeverPasses() throws {
    let broken = try runner { graph, x in try graph(Unary(.log), x) }
    let check = try GradientCheck(broken, at: input { _ in -1 })
    #expect(!check.isFinite)
    #expect(!check.passes)
  }
}
