import Networks
import Tensors
import Testing

@Suite struct InitializationTests {
  @Test func theSameSeedGivesTheSameNumbersAndAnotherOthers() throws {
    let network = RadarCNNLSTM()
    #expect(try network.initialParameters(seed: 7) == network.initialParameters(seed: 7))
    #expect(try network.initialParameters(seed: 7) != network.initialParameters(seed: 8))
  }

  @Test func anotherLayerChangesNoOthersNumbers() throws {
    var deeper = RadarTCN()
    deeper.blocks += 1
    let (less, more) = (try RadarTCN().initialParameters(seed: 1), try deeper.initialParameters(seed: 1))
    for (name, tensor) in less.elements { #expect(more[name] == tensor, "\(name)") }
    #expect(more.count > less.count)
  }

  /// Bounds and variances of PyTorch's own beginning: U(±1/√fanIn) has the variance 1/(3·fanIn).
  @Test func weightsAreUniformAsInPyTorch() throws {
    let set = try RadarConv3D().initialParameters(seed: 1)
    let weights = try set.tensor("block4.conv.weight", shape: [64, 32, 3, 3, 3]).scalars.map(Double.init)
    let bound = 1 / (32.0 * 27).squareRoot()
    #expect(weights.allSatisfy { abs($0) <= bound })
    #expect(abs(weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count) / (bound * bound / 3) - 1) < 0.02)
    #expect(abs(weights.reduce(0, +) / Double(weights.count)) < bound / 100)
  }

  @Test func normalDeviatesHaveTheVarianceOfHe() {
    var stream = RandomStream(seed: 3)
    let tensor = Initialization.he(fanIn: 50).tensor(shape: [100, 200], using: &stream)
    let variance = tensor.scalars.reduce(0.0) { $0 + Double($1) * Double($1) } / 20_000
    #expect(abs(variance / (2.0 / 50) - 1) < 0.05)
  }

  @Test func normalisationsBeginWithoutEffect() throws {
    let set = try RadarConv3D().initialParameters(seed: 1)
    #expect(set["block1.norm.weight"] == Tensor(repeating: 1, shape: [8]))
    #expect(set["block1.norm.bias"] == Tensor(shape: [8]))
    #expect(set["block1.norm.running_mean"] == Tensor(shape: [8]))
    #expect(set["block1.norm.running_var"] == Tensor(repeating: 1, shape: [8]))
  }

  @Test func onlyWeightsDecay() throws {
    for type in Architectures.all {
      for parameter in try type.init().specification().parameters {
        #expect(parameter.decays == (parameter.shape.count > 1 && !parameter.name.hasSuffix(".b")), "\(parameter.name)")
      }
    }
  }
}
