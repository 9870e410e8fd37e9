import Evaluation
import Foundation
import TestSupport
import Testing

@Suite struct RunFolderTests {
  private let toy = ToyRun()

  @Test func aFolderWithThingsInItIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("notes.txt")))
    let error = #expect(throws: RunFolderError.self) { _ = try RunFolder.create(at: folder.path, plan: toy.plan) }
    #expect(
      error?.description.hasPrefix("cannot start a run in \(folder.path): it is not empty; choose another") == true)
    #expect(try contents(of: folder.path).count == 1)
  }

  @Test func forceReplacesARunAndKeepsEverythingElse() throws {
    let folder = try TemporaryFolder()
    try toy.completed(in: folder.path)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("notes.txt")))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("arrays/own.h5")))
    _ = try RunFolder.create(at: folder.path, plan: toy.plan, force: true)
    #expect(try Set(contents(of: folder.path).keys) == ["notes.txt", "arrays/own.h5", "run.json", "records.jsonl"])
    #expect(try contents(of: folder.path)["records.jsonl"]?.isEmpty == true)
  }

  @Test func aSecondWriterIsTurnedAwayAndAFreedFolderIsNot() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    var first: RunFolder? = try RunFolder.create(at: path, plan: toy.plan)
    let error = #expect(throws: RunFolderError.self) { _ = try RunFolder.reopen(path) }
    #expect(error?.reason.contains("process \(getpid())") == true)
    #expect(first?.pendingBatches == [0, 1, 2])
    first = nil
    #expect(try RunFolder.reopen(path).pendingBatches == [0, 1, 2])
  }

  @Test func aLockThatADeadProgramLeftBehindIsTakenOver() throws {
    let folder = try TemporaryFolder()
    try toy.completed(in: folder.path)
    try Data("2147483646 nowhere\n".utf8).write(to: URL(fileURLWithPath: folder.file("run.lock")))
    #expect(try RunFolder.reopen(folder.path).pendingBatches.isEmpty)
  }

  @Test(arguments: ["/proc/no-such-place/run", "/dev/null/run"]) func aPlaceThatTakesNoFolderIsOneClearError(
    path: String
  ) {
    let error = #expect(throws: RunFolderError.self) { _ = try RunFolder.create(at: path, plan: toy.plan) }
    #expect(error?.path == path)
    #expect(error?.action == "make the folder")
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere")) func aReadOnlyFolderIsOneClearError() throws {
    let folder = try TemporaryFolder()
    #expect(chmod(folder.path, 0o555) == 0)
    defer { chmod(folder.path, 0o755) }
    let error = #expect(throws: RunFolderError.self) { _ = try RunFolder.create(at: folder.path, plan: toy.plan) }
    #expect(error?.advice == "choose a folder you may write to")
  }

  /// Every write to /dev/full fails as on a full disk.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsOneClearErrorThatSaysHowToGoOn() throws {
    let error = #expect(throws: RunFolderError.self) {
      try JournalFile("/dev/full").append([Data("a record".utf8)])
    }
    #expect(
      error?.description == "cannot write /dev/full: No space left on device; free some space, then go on with "
        + "'chaff resume'; what was finished before is kept")
  }

  @Test func aShardThatCannotBeWrittenStopsTheRunAndKeepsTheEarlierOnes() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run"), undisturbed = folder.file("whole")
    try toy.completed(in: undisturbed)
    var written = 0
    let shards = PlainShards(failsAfter: {
      written += 1
      return written == 2
    })
    let error = #expect(throws: UnwrittenBatch.self) {
      _ = try toy.run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: shards, control: ToyRun.still())
    }
    #expect(error?.batch == 1 && error?.description.hasSuffix("are not kept: no space left") == true)
    #expect(try contents(of: path).keys.filter { $0.hasPrefix("arrays/") } == ["arrays/shard-00000.h5"])
    #expect(try RunFolder.reopen(path).finishedBatches == [0])
    try toy.resumed(in: path)
    #expect(try contents(of: path) == contents(of: undisturbed))
  }

  @Test func whatIsNoRunFolderIsSaidSo() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: RunFolderError.self) { _ = try RunFolder.reopen(folder.path) }
    #expect(missing?.reason == "there is no such readable file")
    for (text, reason) in [
      ("", "it is not what a run writes (it is not JSON)"),
      (#"{"schema":1,"task":"radar"}"#, "it is not what a run writes ('created' is missing)"),
      (#"{"schema":99}"#, "it has schema 99, and this version reads schema 1"),
    ] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("run.json")))
      let error = #expect(throws: RunFolderError.self) { _ = try RunReader(folder.path).plan() }
      #expect(error?.reason == reason)
    }
  }

  @Test(arguments: [0, -1, .max]) func aForgedBatchSizeIsRefused(size: Int) throws {
    let folder = try TemporaryFolder()
    var plan = toy.plan
    plan.batchSize = size
    try RecordCoding.document(plan).write(to: URL(fileURLWithPath: folder.file("run.json")))
    #expect(throws: RunFolderError.self) { _ = try RunReader(folder.path).plan() }
  }

  @Test func mutatedDescriptionsNeverCrash() throws {
    let folder = try TemporaryFolder()
    let mutations = FileMutations(of: Array(try RecordCoding.document(toy.plan)))
    for index in 0..<200 {
      try Data(mutations.mutated(index)).write(to: URL(fileURLWithPath: folder.file("run.json")))
      _ = try? RunReader(folder.path).plan()
    }
  }
}
