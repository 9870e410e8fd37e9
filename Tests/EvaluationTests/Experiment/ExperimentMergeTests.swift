import Evaluation
import Foundation
import TestSupport
import Testing

/// Parts of a small experiment, joined, against the experiment in one piece.
@Suite struct ExperimentMergeTests {
  private static var toy: ToyRun { ToyRun(broken: [], explains: false) }

  private static func description(_ shard: String? = nil) -> ExperimentDescription {
    let attacks = ["toy", "toy, padding"].map {
      ExperimentAttack(
        label: $0, attack: "toy", norm: "linf", size: 0.25, measure: "fixed size", region: $0, goal: "untargeted",
        seed: 7)
    }
    return ExperimentDescription(
      title: "toy", created: "2026-01-02T03:04:05Z", commandLine: ["chaff", "run"], seed: 7,
      victims: [.init(name: "victim", folder: "runs/victim", sha256: "00")], attacks: ["victim": attacks],
      samples: toy.ids, shard: shard)
  }

  /// Runs some of the samples into an experiment's folder.
  private static func experiment(at path: String, shard: String? = nil, places: [Int]) throws -> ExperimentFolder {
    let folder = ExperimentFolder(path)
    let description = try folder.open(description(shard), force: false)
    let toy = Self.toy
    var run = toy.run
    run.source = ToySource(ids: places.map { toy.ids[$0] }, make: { toy.sample(places[$0]) })
    run.savesArrays = false
    var plan = toy.plan
    plan.samples = run.source.ids
    plan.settings = [Setting("shard", shard ?? "all")]
    let made = try RunFolder.create(at: folder.runFolder(description.victims[0]), plan: plan)
    _ = try run.run(in: made, shards: PlainShards(), control: ToyRun.still())
    return folder
  }

  @Test func partsJoinedAreTheExperimentInOnePiece() throws {
    let folder = try TemporaryFolder()
    let whole = try Self.experiment(at: folder.file("whole"), places: Array(0..<12))
    let parts = try (0..<3).map { part in
      try Self.experiment(
        at: folder.file("part\(part)"), shard: "\(part + 1)/3", places: Array(stride(from: part, to: 12, by: 3)))
    }
    let merged = ExperimentFolder(folder.file("merged"))
    let result = try ExperimentMerge(parts: parts.reversed(), into: merged).merged()
    let expected = try whole.summarize(whole.read())
    #expect(result == expected)
    #expect(result.state == .complete && result.rows.count == 2)
    let names = ["records.jsonl", "summary.json", "run.json"]
    for name in names {
      let paths = [whole, merged].map { $0.path + "/runs/victim/" + name }
      #expect(
        FileManager.default.contents(atPath: paths[0]) == FileManager.default.contents(atPath: paths[1]), "\(name)")
    }
  }

  @Test func aMissingPartIsSaidAndAPartTwiceRefused() throws {
    let folder = try TemporaryFolder()
    let part = try Self.experiment(at: folder.file("part"), shard: "1/2", places: [0, 2, 4, 6, 8, 10])
    _ = try part.summarize(part.read())
    let merge = ExperimentMerge(
      parts: [part], into: ExperimentFolder(folder.file("merged")), commandLine: ["chaff", "merge"])
    let result = try merge.merged()
    #expect(result.state == .interrupted && result.description.commandLine == ["chaff", "merge"])
    #expect(try merge.lacks() == ["part 2/2"])
    let error = #expect(throws: RunFolderError.self) {
      try ExperimentMerge(parts: [part, part], into: ExperimentFolder(folder.file("again"))).merged()
    }
    #expect(error?.description.contains("is in another part as well") == true)
  }

  @Test func partsOfOtherExperimentsAreRefused() throws {
    let folder = try TemporaryFolder()
    let part = try Self.experiment(at: folder.file("part"), shard: "1/2", places: [0, 2])
    var other = Self.description("2/2")
    other.seed = 8
    _ = try ExperimentFolder(folder.file("other")).open(other, force: false)
    let parts = [part, ExperimentFolder(folder.file("other"))]
    let error = #expect(throws: RunFolderError.self) {
      try ExperimentMerge(parts: parts, into: ExperimentFolder(folder.file("merged"))).merged()
    }
    #expect(error?.description.contains("the seed") == true)
    #expect(throws: RunFolderError.self) {
      try ExperimentMerge(parts: [ExperimentFolder("/nowhere")], into: ExperimentFolder(folder.file("merged"))).merged()
    }
  }

  @Test func anotherExperimentInTheFolderIsKept() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("experiment")
    _ = try ExperimentFolder(path).open(Self.description(), force: false)
    var other = Self.description()
    other.samples = ["x"]
    #expect(throws: RunFolderError.self) { try ExperimentFolder(path).open(other, force: false) }
    let kept = try ExperimentFolder(path).read()
    #expect(kept == Self.description())
    let replaced = try ExperimentFolder(path).open(other, force: true)
    #expect(replaced == other)
  }
}
