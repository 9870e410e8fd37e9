import Engine
import Networks
import Tensors
import TestSupport
import Testing

/// What `masksPadding` promises: padding frames cannot matter.
@Suite struct MaskedPaddingTests {
  private static func network(frames: Int) -> RadarConv3D {
    var network = RadarConv3D(inputShape: [3, frames, 8, 8], classes: 4)
    network.masksPadding = true
    return network
  }

  /// Seven recorded frames of two channels, then padding that holds `padding`, then the mask.
  private static func input(frames: Int, padding: Float) -> Tensor {
    var random = RandomTensors(seed: 5)
    let recorded = random.uniform([2, 7, 64])
    let rest = [Float](repeating: padding, count: (frames - 7) * 64)
    let channels = (0..<2).flatMap { Array(recorded.scalars[$0 * 448..<($0 + 1) * 448]) + rest }
    let mask = (0..<frames * 64).map { $0 < 448 ? Float(1) : 0 }
    return Tensor(shape: [1, 3, frames, 8, 8], scalars: channels + mask)
  }

  private static func plan(frames: Int, gradients: Bool = false) throws -> Plan {
    let parameters = try network(frames: 12).initialParameters(seed: 2)
    let graph = try network(frames: frames).graph(.deployed(parameters), batch: 1).graph
    return gradients ? try Plan(compiling: graph) : try Plan(compiling: graph, gradientTargets: [])
  }

  @Test func whatPaddingHoldsChangesNothing() throws {
    let plan = try Self.plan(frames: 12)
    let zeros = try plan.forward([Self.input(frames: 12, padding: 0)])
    #expect(try plan.forward([Self.input(frames: 12, padding: 100)]) == zeros)
    #expect(try plan.forward([Self.input(frames: 12, padding: -3)]) == zeros)
  }

  @Test func howMuchPaddingThereIsChangesNothing() throws {
    let short = try Self.plan(frames: 8).forward([Self.input(frames: 8, padding: 1)])[0]
    let long = try Self.plan(frames: 20).forward([Self.input(frames: 20, padding: 1)])[0]
    #expect(Conformance.error(long, short) < 1e-5)
  }

  @Test func noGradientReachesPaddingOrTheMask() throws {
    let plan = try Self.plan(frames: 12, gradients: true)
    _ = try plan.forward([Self.input(frames: 12, padding: 1)])
    let gradient = try plan.pullback([Tensor(shape: [1, 4], scalars: [1, -1, 2, 0.5])])[0]
    for channel in 0..<3 {
      let frames = gradient.scalars[channel * 768..<(channel + 1) * 768]
      #expect(frames.prefix(448).contains { $0 != 0 } == (channel < 2))
      #expect(frames.dropFirst(448).allSatisfy { $0 == 0 })
    }
  }

  @Test func withoutAMaskPaddingMatters() throws {
    let network = RadarConv3D(inputShape: [3, 12, 8, 8], classes: 4)
    let graph = try network.graph(.deployed(network.initialParameters(seed: 2)), batch: 1).graph
    let plan = try Plan(compiling: graph, gradientTargets: [])
    let zeros = try plan.forward([Self.input(frames: 12, padding: 0)])
    #expect(try plan.forward([Self.input(frames: 12, padding: 1)]) != zeros)
  }
}
