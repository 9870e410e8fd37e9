import Foundation
import TestSupport
import Testing

/// Corruptions, targeted decision attacks, and programs that are killed or meet each other, in experiments.
@Suite struct ExperimentKindsTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Two recordings: the first of the background, and one of another class.
  private static func yaml(_ attacks: String) -> String {
    """
    data: \(root)/datasets/radar-default
    recordings: subject:21
    limit: 2
    batch: 1
    sanity: false
    victims:
      - {name: conv3d, card: \(root)/models/radar-conv3d/model.yaml}
    attacks:

    """ + attacks.split(separator: "\n").map { "  - {\($0)}\n" }.joined()
  }

  private func arguments(_ attacks: String, _ folder: TemporaryFolder, _ flags: [String]) throws -> [String] {
    let path = folder.file("experiment.yaml")
    try Self.yaml(attacks).write(toFile: path, atomically: true, encoding: .utf8)
    return ["run", path] + flags
  }

  private func run(_ attacks: String, _ folder: TemporaryFolder, _ flags: [String]) throws -> ChaffProcess {
    try ChaffProcess(try arguments(attacks, folder, flags))
  }

  /// Every record of the victim, without the time it took.
  private func records(_ path: String) throws -> [NSDictionary] {
    let text = try String(contentsOfFile: path + "/runs/conv3d/records.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      var record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      record["timing"] = nil
      return record as NSDictionary
    }
  }

  @Test func mistakesInCorruptionsAreNamedWithTheirLines() throws {
    let attacks = """
      attack: fgsm, size: 1, severities: [1]
      attack: corruptions, severities: [0, 6], goals: [shaking]
      attack: blur, set: {severity: 2}, severities: [3]
      attack: corruptions, size: 1
      """
    let process = try run(attacks, TemporaryFolder(), ["--dry-run"])
    #expect(process.status == 1)
    for words in [
      "line 9: 'attacks[0].severities' go with corruptions alone",
      "line 10: 'attacks[1].severities' must name severities in 1...5, each once",
      "line 10: 'attacks[1].goals' do not go with corruptions", "line 11: 'attacks[2].severities' and 'set: {severity",
      "line 12: 'attacks[3].attack' 'corruptions': it has no size",
    ] {
      #expect(process.error.contains(words), "\(words) is missing in: \(process.error)")
    }
  }

  @Test func corruptionsAreRunAtEverySeverityAndSummedUp() throws {
    let folder = try TemporaryFolder()
    let process = try run(
      "attack: corruptions, severities: [1, 5]\nattack: contrast", folder, ["--output", folder.file("out")])
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("accuracy under 6 corruptions on average: "))
    #expect(process.output.contains("accuracy under 5 corruptions of severity 5: "))
    let records = try records(folder.file("out"))
    let names = Set(records.compactMap { ($0["attack"] as? [String: Any])?["name"] as? String })
    #expect(
      names.count == 11 && names.contains("shifted-range-bins severity 5") && names.contains("contrast severity 3"))
    let table = try String(contentsOfFile: folder.file("out/tables/corruptions.csv"), encoding: .utf8)
    #expect(table.split(separator: "\r\n").count == 1 + 11 + 4)
    #expect(FileManager.default.fileExists(atPath: folder.file("out/tables/classes.csv")))
  }

  /// The first recording is of the wanted class: the other one's search begins at it, and it is skipped itself.
  @Test func targetedDecisionAttacksBeginAtTheData() throws {
    let folder = try TemporaryFolder()
    let attack = "attack: hopskipjump, queries: 12, goals: [background]"
    let process = try run(attack, folder, ["--output", folder.file("out"), "--quiet", "--no-report"])
    #expect(process.status == 0, "\(process.error)")
    let statuses = try records(folder.file("out")).compactMap { $0["status"] as? String }
    #expect(statuses == ["alreadyMisclassified", "succeeded"])
    let refused = try run("attack: geoda, queries: 12, goals: [thumb-up]", folder, ["--dry-run"])
    #expect(refused.status == 1)
    #expect(
      refused.error.contains("geoda l2 to thumb-up on conv3d: there is no sample of the class thumb-up"),
      "\(refused.error)")
  }

  /// Memory is saved at the cost of time alone, and an experiment goes on without it as well.
  @Test func layersThatAreRunAgainChangeNothing() throws {
    let folder = try TemporaryFolder()
    let attacks = "attack: fgsm, norm: linf, size: 16/255"
    let flags = { ["--output", folder.file($0), "--quiet", "--no-report"] }
    #expect(try run(attacks, folder, flags("kept")).status == 0)
    #expect(try run(attacks, folder, flags("again") + ["--recompute"]).status == 0)
    #expect(try records(folder.file("again")) == records(folder.file("kept")))
    let path = folder.file("experiment.yaml")
    try (Self.yaml(attacks) + "recompute: true\n").write(toFile: path, atomically: true, encoding: .utf8)
    for output in ["stated", "again"] {
      let process = try ChaffProcess(["run", path] + flags(output))
      #expect(process.status == 0, "\(process.error)")
      #expect(try records(folder.file(output)) == records(folder.file("kept")))
    }
    try (Self.yaml(attacks) + "recompute: often\n").write(toFile: path, atomically: true, encoding: .utf8)
    let refused = try ChaffProcess("run", path, "--dry-run")
    #expect(refused.status == 1 && refused.error.contains("'recompute'"), "\(refused.error)")
  }

  /// Killed at whatever moment, gone on with, and then met by another program that writes to the same run.
  @Test func aKilledExperimentGoesOnAndHasOneWriter() throws {
    let folder = try TemporaryFolder()
    let attacks = "attack: noise-floor\nattack: fgsm, norm: linf, size: 16/255"
    let whole = try run(attacks, folder, ["--output", folder.file("whole"), "--quiet", "--no-report"])
    #expect(whole.status == 0, "\(whole.error)")
    let flags = ["--output", folder.file("killed"), "--quiet", "--no-report"]
    let process = Process()
    process.executableURL = ChaffProcess.executable
    process.arguments = try arguments(attacks, folder, flags)
    try process.run()
    let journal = folder.file("killed/runs/conv3d/records.jsonl")
    while process.isRunning, (FileManager.default.contents(atPath: journal) ?? Data()).isEmpty { usleep(10_000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let resumed = try run(attacks, folder, flags)
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(try records(folder.file("killed")) == records(folder.file("whole")))

    let lock = open(folder.file("killed/runs/conv3d/run.lock"), O_RDWR | O_CREAT, 0o644)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let owner = "\(getpid()) somewhere\n"
    #expect(write(lock, owner, owner.utf8.count) == owner.utf8.count)
    let refused = try run(attacks, folder, flags)
    #expect(refused.status == 1 && refused.error.contains("process \(getpid()) somewhere is writing to it"))
  }

  @Test func corruptionsAreAttacksOfTheCommandLineToo() throws {
    let listed = try ChaffProcess("attacks", "noise-floor")
    #expect(listed.output.contains("--set severity=  3  (how strong, 1 to 5)"), "\(listed.output)")
    let folder = try TemporaryFolder()
    let common = [
      "attack", "radar", "\(Self.root)/models/radar-conv3d/model.yaml", "--data", "\(Self.root)/datasets/radar-default",
      "--recordings", "subject:21", "--only", "shaking", "--quiet", "--output", folder.file("out"),
    ]
    let wrong = try ChaffProcess(common + ["--attack", "noise-floor", "--set", "severity=6"])
    #expect(wrong.status != 0 && wrong.error.contains("the severity must lie in 1...5, is 6"))
    let start = try ChaffProcess(common + ["--attack", "boundary", "--target", "thumb-up"])
    #expect(start.status == 1 && start.error.contains("there is no sample of the class thumb-up"), "\(start.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("out/run.json")))
  }
}
