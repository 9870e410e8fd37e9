import Graphs
import Networks
import Tensors
import TestSupport
import Testing

/// Derivatives of segmentation networks in training form, against differences of the network itself.
@Suite struct SegmentationGradientTests {
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let network: any Architecture
  }

  private static func unet(_ shape: [Int], _ change: (inout UNet) -> Void) -> any Architecture {
    var network = UNet(inputShape: shape, classes: 2)
    (network.width, network.depth) = (2, 1)
    change(&network)
    return network
  }

  static let cases = [
    Case(description: "batch", network: unet([1, 4, 6]) { _ in }),
    Case(
      description: "attention, instance, bilinear",
      network: unet([1, 8, 8]) {
        ($0.depth, $0.attention, $0.normalization, $0.upsampling) = (2, true, .instance, .bilinear)
      }),
    Case(description: "valid", network: unet([1, 20, 22]) { ($0.padding, $0.normalization) = (.valid, .none) }),
    Case(
      description: "reflect, nearest",
      network: unet([1, 10, 10]) { ($0.padding, $0.normalization, $0.upsampling) = (.reflect, .none, .nearest) }),
    Case(description: "deeplab", network: small(DeepLab(inputShape: [1, 8, 16], classes: 2))),
  ]

  private static func small(_ network: DeepLab) -> DeepLab {
    var network = network
    (network.width, network.rates) = (2, [1, 2])
    return network
  }

  @Test(arguments: cases)
  func derivativesAreTheLimitOfDifferences(_ example: Case) throws {
    let network = try example.network.graph(.training, batch: 2)
    let shapes = network.graph.inputs.map { network.graph.shape(of: $0) }
    let inputs = shapes.enumerated().map { DoubleTensor(shape: $1, seed: 7 &+ UInt64($0)) }
    var differences = CentralDifferences()
    (differences.elementLimit, differences.directions, differences.step) = (0, 2, 1e-6)
    let middle = network.parameters[network.parameters.count / 2]
    let last = network.parameters[network.parameters.count - 2]
    for value in [network.input, network.parameters[0], middle, last] {
      let error = try differences.error(of: network.graph, at: inputs, withRespectTo: value)
      #expect(error < 1e-4, "\(network.graph.names[value] ?? "")")
    }
  }
}
