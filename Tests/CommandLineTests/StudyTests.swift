import Foundation
import TestSupport
import Testing

@Suite struct StudyTests {
  private func run(_ yaml: String, _ folder: TemporaryFolder, _ flags: [String] = []) throws -> ChaffProcess {
    let path = folder.file("study.yaml")
    try yaml.write(toFile: path, atomically: true, encoding: .utf8)
    return try ChaffProcess(["study", "radar", path, "--output", folder.file("study")] + flags)
  }

  @Test func everyMistakeIsNamedWithItsKeyAndLine() throws {
    let yaml = """
      title: broken
      size: large
      victims:
        - name: one
          card: one.yaml
          colour: red
        - name: one
      attacks:
        - {method: cw, norm: linf}
        - {method: bim}
      padding:
        shares: [0, 2]
        modes: [zeros-middle]
      plausible:
        restrictions: [none, loud]
      """
    let process = try run(yaml, TemporaryFolder())
    #expect(process.status == 1 && process.output.isEmpty)
    #expect(process.error.split(separator: "\n").count == 1)
    for words in [
      "'data' is missing", "line 2: 'size' must be numbers", "line 6: 'victims[0].colour' is not known",
      "line 7: 'victims[1].name' needs either", "has the name one twice", "line 9: 'attacks[0].norm' of cw is l2",
      "'attacks[1].size' is missing", "line 12: 'padding.shares'", "line 13: 'padding.modes' must be among",
      "line 15: 'plausible.restrictions' does not know 'loud'",
    ] {
      #expect(process.error.contains(words), "\(words) is missing in: \(process.error)")
    }
  }

  @Test func aFileThatIsNoStudyIsRefused() throws {
    for (text, words) in [("", "is no study"), ("a: [", "is not YAML"), ("- a\n- b", "is no study")] {
      let process = try run(text, TemporaryFolder())
      #expect(process.status == 1 && process.error.contains(words), "\(process.error)")
    }
    let missing = try ChaffProcess("study", "radar", "/nowhere/study.yaml")
    #expect(missing.status == 1 && missing.error.contains("/nowhere/study.yaml"))
  }

  /// The whole way, with a real network on real recordings: only padding changes, and the page is there.
  @Test(.enabled(if: SharedMaterial.path("models") != nil, "needs the shared models and data"))
  func aQuickStudyLeavesItsTables() throws {
    let folder = try TemporaryFolder()
    let shared = { (path: String) throws -> String in try #require(SharedMaterial.path(path)) }
    try """
    model: \(shared("models/kkt3d/kkt3d.onnx"))
    axes: [channel, time, range, doppler]
    transform: [log1p:724]
    bounds: [0, 1]
    classes: [background, Stone, Swing_Left, Swing_Right]
    """.write(toFile: folder.file("kkt3d.yaml"), atomically: true, encoding: .utf8)
    let yaml = """
      data: \(try shared("data/radar/kkt-gesture/originals_sample"))
      recordings: 2
      size: 16/255
      victims:
        - {name: kkt3d, card: kkt3d.yaml, architecture: conv3d, trained-on: KKT}
      attacks:
        - {method: bim, size: 16/255, steps: 3}
      """
    let flags = ["--quick", "--only", "transfer,padding,defences", "--precision", "exact", "--recompute", "--quiet"]
    let process = try run(yaml, folder, flags)
    #expect(process.status == 0, "\(process.error)")
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("study/result.json")))
    let result = try JSONDecoder().decode(Result.self, from: data)
    #expect(result.state == "complete" && result.victims.count == 2 && result.threats.count == 1)
    #expect(result.padding.map(\.meanShare).allSatisfy { abs($0 - 0.75) < 0.01 } && result.padding.count == 1)
    #expect(result.padding.allSatisfy { $0.measure.auditFailures == 0 } && result.defences.count == 2)
    #expect(result.plausible.isEmpty && result.context.isEmpty)
    #expect(String(decoding: data, as: UTF8.self).contains("\"exact\""), "the arithmetic is not recorded")
    #expect(FileManager.default.fileExists(atPath: folder.file("study/report.html")))
  }

  private struct Result: Decodable {
    struct Named: Decodable { let victim: String? }
    struct Measure: Decodable { let auditFailures: Int }
    struct Point: Decodable {
      let meanShare: Double
      let measure: Measure
    }
    let state: String
    let victims: [Named], threats: [Named], context: [Named], plausible: [Named], defences: [Named]
    let padding: [Point]
  }
}
