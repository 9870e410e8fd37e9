import Engine
import Networks
import Tensors
import TestSupport
import Testing

/// Every architecture against the same network written in PyTorch.
@Suite struct NetworkGoldenTests {
  @Test func thereAreCasesForEveryArchitecture() {
    let tested = Set(NetworkCase.all.map { type(of: $0.architecture).identifier })
    #expect(tested == Set(Architectures.identifiers))
  }

  @Test func usualSettingsHaveAsManyParametersAsInPyTorch() throws {
    let expected = try NetworkCase.file().usualParameters
    for type in Architectures.all {
      #expect(try type.init().specification().parameterCount == expected[type.identifier], "\(type.identifier)")
    }
  }

  @Test(arguments: NetworkCase.all)
  func logitsAreThoseOfPyTorch(_ example: NetworkCase) throws {
    let architecture = example.architecture
    #expect(try architecture.specification().parameterCount == example.parameters)
    let graph = try architecture.graph(.deployed(example.parameterSet()), batch: 2).graph
    let logits = try Plan(compiling: graph, gradientTargets: []).forward([example.input])[0]
    let expected = Tensor(shape: [2] + architecture.outputShape, scalars: example.logits)
    #expect(Conformance.error(logits, expected) < 1e-5)
  }
}
