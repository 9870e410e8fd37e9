import Foundation
import Radar
import Tensors
import Testing

@Suite struct ValueTransformTests {
  private let frames = Tensor(shape: [1, 2, 1, 3], scalars: [0, 1, 724, 2, 50, 25])

  private func applied(_ text: String) throws -> [Float] {
    try ValueTransform(text).applied(to: frames, of: "made").input.scalars
  }

  private func isNear(_ values: [Float], _ expected: [Float]) -> Bool {
    values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) <= 2e-6 * max(1, abs($1)) }
  }

  @Test func everyStepDoesWhatItsNameSays() throws {
    // numpy: log1p([0, 1, 724, 2, 50, 25]) / log1p(724)
    #expect(isNear(try applied("log1p:724"), [0, 0.105242805, 1, 0.1668059, 0.596981955, 0.494687462]))
    #expect(isNear(try applied("log1p"), [0, 0.6931472, 6.5861717, 1.0986123, 3.9318256, 3.2580965]))
    #expect(isNear(try applied("scale:1/4"), [0, 0.25, 181, 0.5, 12.5, 6.25]))
    #expect(isNear(try applied("offset:-1"), [-1, 0, 723, 1, 49, 24]))
    #expect(isNear(try applied("dB:0.1"), [-20, 0, 57.194771, 6.0206, 33.9794, 27.9588]))
    #expect(isNear(try applied("perFrameMax"), [0, 1 / 724, 1, 0.04, 1, 0.5]))
    #expect(isNear(try applied("perSampleMax, clip:0:0.5"), [0, 1 / 724, 0.5, 2 / 724, 50 / 724, 25 / 724]))
    #expect(try applied("none") == frames.scalars)
  }

  @Test(arguments: [
    "log1p:724", "log1p", "scale:0.5,offset:-1", "dB:1e-3", "perFrameMax", "log1p,perSampleMax,scale:2",
  ])
  func theInverseLeadsBack(_ text: String) throws {
    let positive = Tensor(shape: [1, 2, 1, 3], scalars: [0.5, 1, 724, 2, 50, 25])
    let (input, fit) = try ValueTransform(text).applied(to: positive, of: "made")
    #expect(fit.applied(to: positive) == input)
    #expect(isNear(fit.inverted(input).scalars, positive.scalars) || text == "dB:1e-3")
    #expect(zip(fit.inverted(input).scalars, positive.scalars).allSatisfy { abs($0 - $1) < 1e-4 * max(1, $1) })
  }

  @Test func aFrameOfZerosIsNotDividedByZero() throws {
    let zeros = Tensor(shape: [1, 2, 1, 2], scalars: [0, 0, 3, 6])
    #expect(try ValueTransform("perFrameMax").applied(to: zeros, of: "made").input.scalars == [0, 0, 0.5, 1])
  }

  @Test func valuesAStepIsNotDefinedForAreNamed() throws {
    let negative = Tensor(shape: [2, 1, 1, 2], scalars: [0, 1, 2, -3])
    let error = #expect(throws: RadarError.self) {
      try ValueTransform("scale:2,log1p:724").applied(to: negative, of: "a.h5")
    }
    #expect(
      error?.description
        == "a.h5: 'log1p:724.0' is not defined for the value -6.0 at channel 1, time 0, range 0, doppler 1; "
        + "use another transform, or repair the recording")
    let nan = Tensor(shape: [1, 1, 1, 1], scalars: [.nan])
    #expect(throws: RadarError.self) { try ValueTransform("offset:1").applied(to: nan, of: "a.h5") }
    let large = Tensor(shape: [1, 1, 1, 1], scalars: [1e30])
    #expect(throws: RadarError.self) { try ValueTransform("scale:1e30").applied(to: large, of: "a.h5") }
  }

  @Test func textAndTransformAreTheSameThing() throws {
    let text = "log1p:724.0,offset:-1.0,dB:0.001,perFrameMax,perSampleMax,clip:0.0:1.0"
    let transform = try ValueTransform(text)
    #expect(transform.description == text)
    let coded = try JSONDecoder().decode(ValueTransform.self, from: JSONEncoder().encode(transform))
    #expect(coded == transform)
    #expect(try ValueTransform("").description == "none")
    #expect(try ValueTransform(ValueTransform.identity.description) == .identity)
  }

  @Test(arguments: [
    "log2", "log1p:0", "log1p:x", "scale", "scale:0", "scale:1/0", "clip:1:0", "clip:0", "dB:-1", "offset:inf", "a:b:c",
    "scale:1/2/3", "log1p:724:1", ":", "scale:nan",
  ]) func nonsenseIsRefusedWithAList(_ text: String) {
    let error = #expect(throws: RadarError.self) { try ValueTransform(text) }
    #expect(error?.description.contains("use log1p[:SCALE]") == true)
    #expect(error?.place == "transform '\(text)'")
  }
}
