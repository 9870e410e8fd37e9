import Foundation
import TestSupport
import Testing

/// The file in which the algorithm of each layer is kept: tried once, obeyed ever after.
@Suite(.serialized) struct LayerChoiceTests {
  private static let model =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path + "/models/radar-conv3d/model.yaml"

  private struct Found: Decodable {
    struct Step: Decodable { let label: String }
    let steps: [Step]
  }

  /// What the steps of the network are called, in the order of their names.
  private func labels(_ cache: TemporaryFolder, threads: Int? = nil) throws -> [String] {
    var environment = ["CHAFF_CACHE": cache.path]
    if let threads { environment["OMP_NUM_THREADS"] = "\(threads)" }
    let run = try ChaffProcess(
      ["bench", "model", Self.model, "--profile", "--repeats", "1", "--json"], environment: environment)
    #expect(run.status == 0, "\(run.error)")
    return try JSONDecoder().decode(Found.self, from: Data(run.output.utf8)).steps.map(\.label).sorted()
  }

  private func file(_ cache: TemporaryFolder) throws -> URL {
    let names = try FileManager.default.contentsOfDirectory(atPath: cache.path)
    try #require(names.count == 1)
    return URL(fileURLWithPath: cache.path + "/" + names[0])
  }

  @Test func whatWasTriedOnceIsKeptWhateverTheNumberOfThreads() throws {
    let cache = try TemporaryFolder()
    let first = try labels(cache)
    let kept = try Data(contentsOf: file(cache))
    #expect(try labels(cache) == first)
    #expect(try labels(cache, threads: 1) == first)
    #expect(try Data(contentsOf: file(cache)) == kept)
  }

  /// A line decides, faster or not.
  @Test func theFileIsObeyed() throws {
    let cache = try TemporaryFolder()
    _ = try labels(cache)
    let path = try file(cache)
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    try #require(!lines.isEmpty)
    for algorithm in ["direct", "winograd"] {
      let text = lines.map { line in algorithm + line.drop { $0 != "\t" } }.joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: path)
      let found = try labels(cache)
      #expect(found.contains { $0.contains("winograd") } == (algorithm == "winograd"), "\(found)")
    }
  }
}
