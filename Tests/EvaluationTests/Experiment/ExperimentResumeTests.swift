import Evaluation
import Foundation
import TestSupport
import Testing

/// However an experiment is broken off or divided, what comes out are the bytes of an undisturbed one.
@Suite struct ExperimentResumeTests {
  private let experiment = ToyExperiment()
  private let folder: TemporaryFolder
  private let whole: [String: Data]

  /// Every file of the undisturbed experiment, made once.
  private static let made = Result {
    let folder = try TemporaryFolder()
    try ToyExperiment().run(at: folder.file("whole"))
    return try contents(of: folder.file("whole"))
  }

  init() throws {
    folder = try TemporaryFolder()
    whole = try Self.made.get()
  }

  /// The undisturbed experiment as a folder of that name.
  private func undisturbed(_ name: String = "whole") throws -> String {
    let path = folder.file(name)
    for (file, bytes) in whole {
      let url = URL(fileURLWithPath: path + "/" + file)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: url)
    }
    return path
  }

  /// Without successes and failures of every kind, the tests below would compare nothing.
  @Test func theUndisturbedExperimentIsWhatTheTestsThinkItIs() throws {
    let result = try ExperimentFolder(undisturbed()).readResult()
    #expect(result.state == .complete && result.rows.count == 21 && result.corruptions.count == 3)
    for victim in ToyExperiment.victims {
      let rows = result.rows.filter { $0.victim == victim }
      #expect(rows.contains { $0.success.count > 0 && $0.success.count < $0.success.total }, "\(victim)")
      #expect(result.worstCases.contains { $0.victim == victim && $0.classes.contains { $0.wrongClass != nil } })
      #expect(rows.allSatisfy { $0.errors == 0 && $0.auditFailures == 0 })
    }
    #expect(Set(whole.keys.filter { $0.hasSuffix("records.jsonl") }).count == 3)
    var other = experiment
    other.seed = 8
    try other.run(at: folder.file("other"))
    let bytes = try contents(of: folder.file("other"))
    for victim in ToyExperiment.victims {
      #expect(bytes["runs/\(victim)/records.jsonl"] != whole["runs/\(victim)/records.jsonl"], "seeds decide nothing")
    }
  }

  /// A size of nothing breaks nothing, an empty region neither, and a goal that is met already counts apart.
  @Test func whatCannotBeAttackedIsNoSuccess() throws {
    let result = try ExperimentFolder(undisturbed()).readResult()
    for victim in ToyExperiment.victims {
      let rows = result.rows.filter { $0.victim == victim }
      let nothing = try #require(rows.first { $0.attack.size == 0 })
      #expect(nothing.success.count == 0 && nothing.success.total > 0)
      #expect(nothing.robustAccuracy == nothing.cleanAccuracy)
      let towards = try #require(result.worstCases.first { $0.victim == victim && $0.goal == "left" })
      #expect(towards.goalAlreadyMet > 0 && towards.robustAccuracy.total == 12 - towards.goalAlreadyMet)
      #expect(!towards.classes.contains { $0.class == 0 })
    }
    var (empty, skipped) = (0, 0)
    try RunReader(undisturbed() + "/runs/linear").forEachClassification { record in
      if record.attack.region.allowedCount == 0, record.status != .alreadyMisclassified {
        empty += 1
        #expect(record.status == .failed && record.message?.contains("is empty in this sample") == true)
      }
      if let wanted = record.attack.goalClass, wanted == record.clean?.class {
        skipped += 1
        #expect(record.status == .alreadyMisclassified && record.adversarial == nil)
      }
    }
    #expect(empty > 0 && skipped > 0)
  }

  @Test(arguments: [0, 1, 4, 8]) func stoppedAndGoneOnWithItIsTheSame(batches: Int) throws {
    let path = folder.file("stopped")
    #expect(try experiment.run(at: path, stopAfter: batches).state == .interrupted)
    #expect(try contents(of: path) != whole)
    #expect(try experiment.run(at: path).state == .complete)
    #expect(try contents(of: path) == whole)
  }

  /// Results that were written before transfers were counted are read, and made anew from the records.
  @Test func aResultWithoutTransfersIsReadAndMadeAnew() throws {
    let folder = ExperimentFolder(try undisturbed("earlier"))
    let bytes = try #require(whole["result.json"])
    var values = try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    #expect(values.removeValue(forKey: "transfers") != nil)
    try JSONSerialization.data(withJSONObject: values).write(to: URL(fileURLWithPath: folder.result))
    let result = try folder.readResult()
    #expect(result.state == .complete && result.transfers.isEmpty && result.rows.count == 21)
    #expect(try ExperimentMerge(parts: [folder], into: ExperimentFolder(self.folder.file("new"))).lacks() == [])
    _ = try folder.summarize(folder.read())
    #expect(try contents(of: folder.path) == whole)
  }

  /// Killed in the middle of a line of the second victim's journal.
  @Test(arguments: [1, 3]) func aTornJournalIsMended(quarter: Int) throws {
    let path = try undisturbed("torn")
    for name in ["result.json", "runs/noisy", "runs/both/summary.json"] {
      try FileManager.default.removeItem(atPath: path + "/" + name)
    }
    let journal = try #require(whole["runs/both/records.jsonl"])
    let cut = journal.count * quarter / 4 + 7
    #expect(journal[cut - 1] != UInt8(ascii: "\n"), "the cut should tear a line")
    try journal.prefix(cut).write(to: URL(fileURLWithPath: path + "/runs/both/records.jsonl"))
    #expect(try experiment.run(at: path).state == .complete)
    #expect(try contents(of: path) == whole)
  }

  @Test(arguments: [2, 3]) func partsMergedAreTheWhole(count: Int) throws {
    let parts = try (0..<count).map { index in
      let path = folder.file("part\(index)")
      try experiment.run(at: path, part: (index, count))
      return ExperimentFolder(path)
    }
    _ = try ExperimentMerge(parts: parts.reversed(), into: ExperimentFolder(folder.file("merged"))).merged()
    let merged = try contents(of: folder.file("merged"))
    #expect(merged["result.json"] == whole["result.json"])
    for victim in ToyExperiment.victims {
      // The descriptions hold the files of all parts, their number and their hash.
      for name in ["run.json", "summary.json"] {
        #expect(merged["runs/\(victim)/\(name)"] == whole["runs/\(victim)/\(name)"], "\(victim) \(name)")
      }
      let plan = try RunReader(folder.file("merged/runs/\(victim)")).plan()
      #expect(plan.data.files.count == 12 && plan.data.selected == 12 && plan.data.perClass.reduce(0, +) == 12)
      #expect(
        try records(folder.file("merged/runs/\(victim)")) == records(undisturbed() + "/runs/\(victim)"), "\(victim)")
    }
  }

  /// Without the arrays, which stay where the parts are.
  private func records(_ run: String) throws -> [ClassificationRecord] {
    var records: [ClassificationRecord] = []
    try RunReader(run).forEachClassification { record in
      var record = record
      record.arrays = nil
      records.append(record)
    }
    return records
  }

  @Test func twoWritersOfOneVictimAreOneTooMany() throws {
    let path = try undisturbed("shared")
    let owner = try RunFolder.reopen(path + "/runs/both")
    let error = #expect(throws: RunFolderError.self) { try experiment.run(at: path) }
    #expect(error?.description.contains("process \(getpid())") == true)
    #expect(owner.pendingBatches.isEmpty)
  }
}
