import ONNX
import TestSupport
import Testing

/// Weights in a file beside the model.
@Suite struct ExternalDataTests {
  @Test(arguments: ["external", "external_no_length"])
  func weightsAreReadFromTheirFile(_ name: String) throws {
    let graph = try Fixture.model(name).graph(batch: 1)
    let input = DoubleTensor(shape: [1, 3], scalars: [1, 10, 100])
    // The weights, as generate_fixtures.py prints them.
    let expected = 0.934 + 3.16 - 14.4
    let result = try ReferenceInterpreter.evaluate(graph, inputs: [input])[0].scalars[0]
    #expect(abs(result - expected) < 1e-4)
  }

  @Test(arguments: [
    (
      "external_missing",
      "its external data file 'absent.bin': there is no such file (keep the weight file beside the model)"
    ),
    (
      "external_outside",
      "external data '../operators.json' points outside the model's folder "
        + "(external data must lie in the model's own folder)"
    ),
    (
      "external_absolute",
      "external data '/etc/hostname' points outside the model's folder "
        + "(external data must lie in the model's own folder)"
    ),
    (
      "external_beyond",
      "reads bytes 24 to 24 + 12 of 'weights.bin', which has 32 "
        + "(the weight file is truncated or belongs to another model)"
    ),
    ("external_wrong_length", "needs 12 bytes of external data, the model says 8"),
    (
      "external_forged_offset",
      "reads bytes 9223372036854775807 to 9223372036854775807 + 12 of 'weights.bin', which has 32 "
        + "(the weight file is truncated or belongs to another model)"
    ),
    ("external_negative", "has the external data offset '-4'"),
    (
      "external_folder",
      "external data '.' points outside the model's folder "
        + "(external data must lie in the model's own folder)"
    ),
  ])
  func faultsAreLocated(_ name: String, _ expected: String) throws {
    let error = try #require(try Fixture.error(name))
    #expect(error.description == "\(error.path): initializer 'w': \(expected)")
  }
}
