import Foundation
import Testing

/// `--recompute`: where it is taken, and what it says.
@Suite(.serialized) struct RecomputeCommandTests {
  private static let model =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/models/radar-conv3d/model.yaml"

  /// The parts of the result that scripts read.
  private struct Found: Decodable {
    struct Recomputation: Decodable {
      let steps: Int
      // swift-format-ignore: AlwaysUseLowerCamelCase
      let buffers_mb: Double, saved_mb: Double
    }
    let recomputation: Recomputation?
  }

  @Test func benchSaysWhatIsSaved() throws {
    let run = try ChaffProcess("bench", Self.model, "--repeats", "1", "--recompute", "--json")
    #expect(run.status == 0, "\(run.error)")
    let found = try #require(try JSONDecoder().decode(Found.self, from: Data(run.output.utf8)).recomputation)
    #expect(found.buffers_mb > 0 && (found.steps > 0) == (found.saved_mb > 0))
    let text = try ChaffProcess("bench", Self.model, "--repeats", "1", "--recompute")
    #expect(text.status == 0 && text.output.contains("run again"))
  }

  @Test func withoutItNothingIsSaid() throws {
    let run = try ChaffProcess("bench", Self.model, "--repeats", "1", "--json")
    #expect(try JSONDecoder().decode(Found.self, from: Data(run.output.utf8)).recomputation == nil)
  }

  @Test(arguments: [
    ["gradient"], ["attack", "radar"], ["attack", "image"], ["attack", "segmentation"], ["attack", "universal-mask"],
    ["run"], ["study", "radar"], ["study", "segmentation"],
  ])
  func commandsThatNeedGradientsTakeIt(_ command: [String]) throws {
    let help = try ChaffProcess(command + ["--help"])
    #expect(help.status == 0 && help.output.contains("--recompute"))
  }
}
