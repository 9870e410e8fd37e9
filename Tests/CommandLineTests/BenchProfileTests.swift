import Foundation
import Testing

/// One at a time: each wants all cores.
@Suite(.serialized) struct BenchProfileTests {
  private static let model =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/models/radar-conv3d/model.yaml"

  /// The parts of the result that scripts read.
  private struct Found: Decodable {
    struct Step: Decodable {
      let label: String, phase: String, milliseconds: Double, share: Double, rooflineShare: Double
    }
    struct Family: Decodable { let family: String, steps: Int, share: Double }
    struct Roofline: Decodable { let f32: Double, threads: Int }
    let batch: Int
    let precision: String
    let passMilliseconds: Double
    let stepMilliseconds: Double
    let shareBesideConvolutions: Double
    let roofline: Roofline
    let families: [Family]
    let steps: [Step]
  }

  @Test func theProfileNamesStepsFamiliesAndTheMachine() throws {
    let run = try ChaffProcess("bench", Self.model, "--batch", "2", "--profile", "--repeats", "1", "--json")
    #expect(run.status == 0, "\(run.error)")
    let found = try JSONDecoder().decode(Found.self, from: Data(run.output.utf8))
    #expect(found.batch == 2 && found.precision == "f32" && found.roofline.f32 > 0 && found.roofline.threads > 0)
    #expect(abs(found.steps.reduce(0) { $0 + $1.share } - 1) < 1e-6)
    #expect(found.families.reduce(0) { $0 + $1.steps } == found.steps.count)
    #expect(zip(found.steps, found.steps.dropFirst()).allSatisfy { $0.milliseconds >= $1.milliseconds })
    #expect(Set(found.steps.map(\.phase)) == ["forward", "backward"])
    #expect(found.families.contains { $0.family == "first-layer gradient" })
    #expect((0...1).contains(found.shareBesideConvolutions))
  }

  @Test func aTrainingStepHasAProfileToo() throws {
    let run = try ChaffProcess(
      "bench", "training", "radar-conv3d", "--batch", "1", "--profile", "--repeats", "1", "--json")
    #expect(run.status == 0, "\(run.error)")
    let found = try JSONDecoder().decode(Found.self, from: Data(run.output.utf8))
    #expect(found.families.contains { $0.family == "convolution weight gradient" })
  }
}
