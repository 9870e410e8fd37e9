import Engine
import Graphs
import Networks
import Tensors
import TestSupport
import Testing

/// The U-Net that ASMA was published with, and what its sides may be.
@Suite struct UNetTests {
  private static func valid(_ height: Int, _ width: Int, depth: Int = 4) -> UNet {
    var network = UNet(inputShape: [3, height, width], classes: 2)
    (network.width, network.depth) = (2, depth)
    (network.padding, network.normalization) = (.valid, .none)
    return network
  }

  @Test func theNetworkOfASMAHasItsParametersAndItsMask() throws {
    let network = try Architectures.named("asma-unet")
    #expect(try network.specification().parameterCount == 7_760_130)
    #expect(network.inputShape == [3, 572, 572])
    #expect(network.outputShape == [2, 388, 388])
    #expect(Architectures.binaryLogits("asma-unet") == 2)
  }

  /// The costs that the authors' program has, in units of 1e9 multiplications.
  @Test(arguments: [(572, 37.85), (188, 1.55)])
  func theNetworkOfASMACostsWhatItShould(_ side: Int, _ cost: Double) throws {
    let network = try Architectures.named("asma-unet", inputShape: [3, side, side], classes: 2)
    let graph = try network.graph(.training, batch: 1).graph
    #expect(abs(Double(graph.multiplyAddCount) / 1e9 - cost) < 0.01)
  }

  /// At most 700 MB for a forward pass and gradient are promised (docs/speed.md).
  ///
  /// What is left of them beside the plan and the graph's own weights is for the program and its libraries, which take
  /// some 60. A thread more has at most another of scratch.
  @Test func theGradientOfTheNetworkOfASMALeavesRoomForTheProgram() throws {
    let network = try Architectures.named("asma-unet")
    let graph = try network.graph(.deployed(network.initialParameters(seed: 1)), batch: 1).graph
    // Winograd's form, which layers are run in where it is faster, takes the most.
    let plan = try Plan(compiling: graph, algorithms: .always(.winograd))
    let weights = graph.constants.values.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.stride
    let megabytes = (plan.arenaByteCount + plan.weightByteCount + weights) >> 20
    #expect(megabytes <= 600 + EngineVersion.threadCount, "\(megabytes) MB")
    // Packed weights are counted: four times the graph's for each direction, but for the transposed convolutions.
    #expect(plan.weightByteCount > 7 * weights && plan.weightByteCount < 8 * weights)
  }

  @Test func theMirroredNetworkHasTheSameParametersAndALogitForEachPixel() throws {
    let network = try Architectures.named("asma-unet-reflect")
    #expect(try network.specification().parameterCount == 7_760_130)
    #expect(network.inputShape == [3, 388, 388] && network.outputShape == [2, 388, 388])
  }

  @Test(arguments: [(188, 4), (204, 20), (252, 68), (316, 132), (380, 196), (444, 260), (572, 388)])
  func unpaddedConvolutionsTakeOffABorder(_ side: Int, _ left: Int) throws {
    #expect(Self.valid(side, 188).outputShape == [2, left, 4])
    #expect(throws: Never.self) { try Self.valid(side, 188).specification() }
  }

  @Test(arguments: [
    (570, 572, "take 556 or 572 in place of 570"), (572, 187, "take 188 in place of 187"),
    (200, 100, "take 188 in place of 100, 188 or 204 in place of 200"),
  ])
  func otherSidesAreRefusedWithTheNearestLegalOnes(_ height: Int, _ width: Int, _ words: String) {
    let error = #expect(throws: NetworkError.self) { try Self.valid(height, width).specification() }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  /// Whatever the depth and the padding: exactly the proposed sides can be built.
  @Test(arguments: [1, 2, 3], UNetPadding.allCases)
  func exactlyTheLegalSidesAreBuilt(_ depth: Int, _ padding: UNetPadding) {
    var legal: [Int] = []
    for side in 1...120 {
      var network = UNet(inputShape: [1, side, side], classes: 1)
      (network.width, network.depth, network.padding, network.normalization) = (1, depth, padding, .none)
      if (try? network.specification()) != nil { legal.append(side) }
    }
    let step = 1 << depth
    let first =
      switch padding {
      case .same: step
      case .valid: 12 * step - 4
      case .edge: 4
      case .reflect: (6 * step - 4 + 1 - 4 + step - 1) / step * step + 4
      }
    #expect(legal == Array(stride(from: first, through: 120, by: step)))
  }

  /// A pixel of the mask sees nothing but the image where all padding is a mirror: shifting is not noticed by a constant
  /// image, whose logits are then the same everywhere.
  @Test(arguments: [UNetPadding.reflect, .edge])
  func aMirroredBorderIsSeenAsImage(_ padding: UNetPadding) throws {
    var network = UNet(inputShape: [1, 24, 24], classes: 1)
    (network.width, network.depth, network.padding, network.normalization) = (3, 1, padding, .none)
    let parameters = try network.initialParameters(seed: 4)
    let graph = try network.graph(.deployed(parameters), batch: 1).graph
    let image = Tensor(repeating: 0.6, shape: [1, 1, 24, 24])
    let logits = try Plan(compiling: graph, gradientTargets: []).forward([image])[0].scalars
    // Transposed convolutions treat the four pixels of a block differently.
    for row in 0..<24 {
      for column in 0..<24 { #expect(abs(logits[row * 24 + column] - logits[row % 2 * 24 + column % 2]) < 1e-5) }
    }
  }

  @Test func presetsTakeOtherShapes() throws {
    let network = try #require(try Architectures.named("attention-unet", inputShape: [1, 64, 32], classes: 3) as? UNet)
    #expect(network.attention && network.outputShape == [3, 64, 32])
    #expect(Set(Architectures.names).count == Architectures.names.count)
    for name in Architectures.names { #expect(throws: Never.self) { try Architectures.named(name).specification() } }
    let error = #expect(throws: NetworkError.self) { try Architectures.named("vnet") }
    #expect(error?.description.contains("asma-unet") == true)
  }
}
