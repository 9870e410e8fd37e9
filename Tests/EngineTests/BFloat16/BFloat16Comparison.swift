import Engine
import Graphs
import Tensors
import TestSupport

/// A graph in both precisions on one input and cotangent.
struct BFloat16Comparison {
  var graph = Graph()
  let input: Tensor
  let cotangent: Tensor
  let plain: (output: Tensor, gradient: Tensor)
  let short: (output: Tensor, gradient: Tensor)

  init(
    input shape: [Int], seed: UInt64 = 1,
    _ build: (_ graph: inout Graph, _ x: ValueID, _ random: inout RandomTensors) throws -> ValueID
  ) throws {
    var random = RandomTensors(seed: seed)
    let x = graph.addInput(shape: shape)
    graph.outputs = [try build(&graph, x, &random)]
    input = random.uniform(shape)
    cotangent = random.uniform(graph.shape(of: graph.outputs[0]))
    plain = try Self.run(graph, .f32, input, cotangent)
    short = try Self.run(graph, .bf16, input, cotangent)
  }

  static func run(
    _ graph: Graph, _ precision: Precision, _ input: Tensor, _ cotangent: Tensor
  ) throws -> (output: Tensor, gradient: Tensor) {
    let plan = try Plan(compiling: graph, precision: precision)
    return (try plan.forward([input])[0], try plan.pullback([cotangent])[0])
  }

  /// `‖a − b‖ / ‖b‖`.
  static func distance(_ a: Tensor, _ b: Tensor) -> Double {
    let square = zip(a.scalars, b.scalars).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (square / max(1e-30, b.scalars.reduce(0.0) { $0 + Double($1) * Double($1) })).squareRoot()
  }

  static func cosine(_ a: Tensor, _ b: Tensor) -> Double {
    func dot(_ x: Tensor, _ y: Tensor) -> Double {
      zip(x.scalars, y.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
  }
}
