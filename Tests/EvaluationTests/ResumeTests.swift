import Evaluation
import Foundation
import TestSupport
import Testing

/// However a run is broken off, going on gives the bytes of an undisturbed run.
@Suite struct ResumeTests {
  private let toy = ToyRun()
  private let folder: TemporaryFolder
  private let whole: [String: Data]

  init() throws {
    folder = try TemporaryFolder()
    try toy.completed(in: folder.file("whole"))
    whole = try contents(of: folder.file("whole"))
  }

  /// A copy of the finished run, broken by `damage`, without its summary.
  private func broken(_ name: String, _ damage: (_ path: String) throws -> Void) throws -> String {
    let path = folder.file(name)
    try FileManager.default.copyItem(atPath: folder.file("whole"), toPath: path)
    try FileManager.default.removeItem(atPath: path + "/summary.json")
    try damage(path)
    return path
  }

  private func setJournal(_ path: String, _ data: Data) throws {
    try data.write(to: URL(fileURLWithPath: path + "/records.jsonl"))
  }

  private var journal: Data { whole["records.jsonl"] ?? Data() }
  private var lines: [Data] { journal.split(separator: UInt8(ascii: "\n")).map { Data($0) + Data("\n".utf8) } }

  @Test func theUndisturbedRunIsWhatTheTestsThinkItIs() {
    #expect(
      Set(whole.keys) == [
        "run.json", "records.jsonl", "summary.json", "arrays/shard-00000.h5", "arrays/shard-00001.h5",
        "arrays/shard-00002.h5",
      ])
    #expect(lines.count == 24)
  }

  @Test func twoRunsGiveTheSameBytes() throws {
    try toy.completed(in: folder.file("again"))
    #expect(try contents(of: folder.file("again")) == whole)
  }

  @Test(arguments: [0, 1, 2]) func stoppingAfterAnyBatchAndGoingOnGivesTheSameBytes(batches: Int) throws {
    let path = folder.file("stopped")
    var committed = -1
    var control = ToyRun.still { committed >= batches }
    control.didAdvance = { _ in committed += 1 }
    let end = try toy.run.run(
      in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards(), control: control)
    #expect(end.state == .interrupted)
    #expect(end.summary.counts.recorded == batches * 8)
    #expect(try toy.resumed(in: path).state == .complete)
    #expect(try contents(of: path) == whole)
  }

  @Test func stoppingInsideAnAttackLeavesNothingOfTheBatch() throws {
    let path = folder.file("inside")
    var questions = 0
    let control = ToyRun.still {
      questions += 1
      return questions > 12
    }
    let end = try toy.run.run(
      in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards(), control: control)
    #expect(end.state == .interrupted && end.summary.counts.recorded % 8 == 0)
    try toy.resumed(in: path)
    #expect(try contents(of: path) == whole)
  }

  /// Killed while journaling: the shards are all there, the journal ends anywhere.
  @Test(arguments: 0..<24) func aJournalTornAnywhereIsMended(cut: Int) throws {
    let length = journal.count * (cut * 2 + 1) / 48 + cut % 3
    let path = try broken("torn") { try setJournal($0, journal.prefix(length)) }
    #expect(try !RunFolder.reopen(path).repairs.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: path + "/arrays/shard-00002.h5"))
    #expect(try toy.resumed(in: path).state == .complete)
    #expect(try contents(of: path) == whole)
  }

  @Test func killedBetweenShardAndJournalTheShardIsDoneAgain() throws {
    let path = try broken("between") { path in
      try setJournal(path, lines.prefix(16).reduce(Data(), +))
      try Data("half a shard".utf8).write(to: URL(fileURLWithPath: path + "/arrays/shard-00002.h5"))
      try Data("part".utf8).write(to: URL(fileURLWithPath: path + "/arrays/shard-00003.h5.partial"))
    }
    try toy.resumed(in: path)
    #expect(try contents(of: path) == whole)
  }

  @Test(arguments: ["arrays/shard-00000.h5", "arrays/shard-00001.h5"])
  func aLostShardIsMadeAgainInItsPlace(shard: String) throws {
    let path = try broken("lost") { try FileManager.default.removeItem(atPath: $0 + "/" + shard) }
    let repairs = try RunFolder.reopen(path).repairs
    #expect(repairs.contains { $0.hasSuffix("names \(shard), which is missing") })
    try toy.resumed(in: path)
    #expect(try contents(of: path) == whole)
  }

  @Test func anEmptyShardCountsAsLost() throws {
    let path = try broken("empty") { try Data().write(to: URL(fileURLWithPath: $0 + "/arrays/shard-00001.h5")) }
    try toy.resumed(in: path)
    #expect(try contents(of: path) == whole)
  }

  @Test func linesThatAreNoRecordsOrNotOfThisRunAreDropped() throws {
    let foreign = String(decoding: lines[3], as: UTF8.self).replacingOccurrences(of: "recording", with: "elsewhere")
    let path = try broken("foreign") { path in
      try setJournal(
        path,
        lines[0...4].reduce(Data(), +) + Data("{]\n\n".utf8) + Data(foreign.utf8) + lines[2]
          + lines[5...].reduce(Data(), +))
    }
    let end = try toy.resumed(in: path)
    #expect(end.state == .complete)
    #expect(try contents(of: path) == whole)
  }

  @Test func mutatedJournalsAreMendedOrRefusedAndNeverCrash() throws {
    let mutations = FileMutations(of: Array(journal))
    let path = try broken("mutated") { _ in }
    for index in 0..<200 {
      try setJournal(path, Data(mutations.mutated(index)))
      let reopened = try RunFolder.reopen(path)
      #expect(reopened.finishedBatches.isSubset(of: [0, 1, 2]))
      _ = try RunReader(path).summarize()
    }
  }

  @Test func errorsAreTriedAgainOnlyOnRequest() throws {
    let path = try broken("errors") { _ in }
    #expect(try RunFolder.reopen(path).pendingBatches.isEmpty)
    #expect(try RunFolder.reopen(path, retryingErrors: true).pendingBatches == [1])
    var mended = toy
    mended.broken = []
    let end = try mended.resumed(in: path)
    #expect(end.errors == 0)
    #expect(end.summary.counts.recorded == 24)
  }

  @Test func changedDataIsNotMixedIn() throws {
    let path = try broken("changed") { try setJournal($0, Data()) }
    var other = toy
    other.sampleCount = 11
    let error = #expect(throws: RunFitError.self) { try other.resumed(in: path) }
    #expect(error?.description.contains("12 samples are now 11") == true)
  }
}
