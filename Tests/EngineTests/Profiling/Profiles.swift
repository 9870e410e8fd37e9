import Engine
import Graphs
import Tensors
import TestSupport

enum Profiles {
  /// A profile of few passes on random input.
  static func profile(of graph: Graph, passes: Int = 2, precision: Precision = .f32) throws -> PlanProfile {
    var random = RandomTensors(seed: 9)
    let plan = try Plan(compiling: graph, precision: precision)
    return try plan.profile(plan.inputShapes.map { random.uniform($0) }, passes: passes) { outputs in outputs }
  }

  /// Two convolutions with relu and pooling, a residual sum, and a product: some of most families.
  static func network(channels: Int = 2) throws -> Graph {
    var (graph, random) = (Graph(), RandomTensors(seed: 4))
    let x = graph.addInput(shape: [2, channels, 16, 16])
    let first = try graph(Unary(.relu), graph.convolve(x, to: 16, kernel: [3, 3], &random))
    let window = PoolingWindow(of: [2, 2])
    let pooled = try graph(MaxPool(window), first)
    let second = try graph(Binary(.add), pooled, graph.convolve(pooled, to: 16, kernel: [3, 3], &random))
    let small = try graph(MaxPool(window), graph(Unary(.tanh), second))
    let mean = try graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), small)
    graph.outputs = [try graph(MatrixProduct(), mean, graph.addConstant(random.uniform([16, 5])))]
    return graph
  }
}
