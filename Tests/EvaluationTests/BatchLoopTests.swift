import Attacks
import Evaluation
import Foundation
import Tensors
import TestSupport
import Testing

/// Batches are read before their turn and written while the next is attacked: nothing of that may show in the results.
@Suite struct BatchLoopTests {
  private let folder: TemporaryFolder
  private let toy = ToyRun()

  init() throws { folder = try TemporaryFolder() }

  /// The toy's run with samples that are made beforehand, for its source asks the victim.
  private func run(loadsBesideVictim: Bool) -> ClassificationRun<ToySource> {
    var run = toy.run
    let samples = toy.ids.indices.map(toy.sample)
    run.source = ToySource(ids: toy.ids, make: { samples[$0] }, broken: [5], loadsBesideVictim: loadsBesideVictim)
    return run
  }

  @Test func loadingAheadGivesTheSameBytes() throws {
    for (name, ahead) in [("one", false), ("two", true)] {
      let open = try RunFolder.create(at: folder.file(name), plan: toy.plan)
      let end = try run(loadsBesideVictim: ahead).run(in: open, shards: PlainShards(), control: ToyRun.still())
      #expect(end.state == .complete)
    }
    #expect(try contents(of: folder.file("two")) == contents(of: folder.file("one")))
  }

  @Test func aSourceThatDoesNotSayOtherwiseIsReadInItsTurn() throws {
    var loaded: [Int] = [], loadedAtProgress: [Int] = []
    var run = run(loadsBesideVictim: false)
    run.source.didLoad = { loaded.append($0) }
    var control = ToyRun.still()
    control.didAdvance = { _ in loadedAtProgress.append(loaded.count) }
    _ = try run.run(
      in: RunFolder.create(at: folder.file("run"), plan: toy.plan), shards: PlainShards(), control: control)
    #expect(loadedAtProgress == [0, 4, 8, 12])
  }

  /// What cannot be written ends the run; what was written before stays, and the run can be taken up again.
  @Test func aDiskThatFailsEndsTheRunAndLosesNothing() throws {
    let path = folder.file("full")
    var written = 0
    let disk = PlainShards {
      written += 1
      return written > 1
    }
    let error = #expect(throws: UnwrittenBatch.self) {
      try run(loadsBesideVictim: true).run(
        in: RunFolder.create(at: path, plan: toy.plan), shards: disk, control: ToyRun.still())
    }
    #expect(
      error?.description == "the records of recording/4 to recording/7 (batch 1) are not kept: no space left")
    let reopened = try RunFolder.reopen(path)
    #expect(reopened.finishedBatches == [0])
    let end = try run(loadsBesideVictim: true).run(in: reopened, shards: PlainShards(), control: ToyRun.still())
    #expect(end.state == .complete && end.summary.counts.recorded == 24)
  }

  @Test func anAttackThatFailsLeavesWhatWasHandedOverWritten() throws {
    let path = folder.file("failing")
    var run = run(loadsBesideVictim: true)
    let attack = FailingAttack(attack: ToyAttack(budget: toy.budget), poison: toy.ids[4])
    run.attacks = run.attacks.map {
      PlannedClassification(name: $0.name, attack: attack, budget: toy.budget, seed: 7)
    }
    #expect(throws: FailingAttack.Failure.self) {
      try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards(), control: ToyRun.still())
    }
    #expect(try RunFolder.reopen(path).finishedBatches == [0])
  }

  /// The first batch cannot be written while the second fails: neither is lost sight of.
  @Test func aDiskThatFailsIsToldBeforeAnAttackThatDoes() throws {
    let path = folder.file("both")
    var run = run(loadsBesideVictim: true)
    let attack = FailingAttack(attack: ToyAttack(budget: toy.budget), poison: toy.ids[4])
    run.attacks = run.attacks.map {
      PlannedClassification(name: $0.name, attack: attack, budget: toy.budget, seed: 7)
    }
    let error = #expect(throws: UnwrittenBatch.self) {
      try run.run(
        in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards { true }, control: ToyRun.still())
    }
    #expect(error?.batch == 0)
    #expect(try RunFolder.reopen(path).finishedBatches.isEmpty)
  }
}

/// Attacks every batch but the one with a certain sample.
private struct FailingAttack: ClassificationAttack {
  struct Failure: Error {}

  let name = "toy"
  let attack: ToyAttack
  let poison: String

  func run(_ problems: [AttackProblem], against victim: any Victim, control: AttackControl) throws -> [Outcome] {
    if problems.contains(where: { $0.id == poison }) { throw Failure() }
    return try attack.run(problems, against: victim, control: control)
  }
}
