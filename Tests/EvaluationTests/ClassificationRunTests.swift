import Attacks
import Evaluation
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ClassificationRunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func records(_ path: String) throws -> [ClassificationRecord] {
    var records: [ClassificationRecord] = []
    let unreadable = try RunReader(path).forEachClassification { records.append($0) }
    #expect(unreadable == 0)
    return records
  }

  @Test func everySampleGetsOneRecordOfEveryAttackInOrder() throws {
    let toy = ToyRun(), path = folder.file("run")
    let end = try toy.completed(in: path)
    let records = try records(path)
    #expect(records.map(\.sample.index) == (0..<24).map { $0 / 2 })
    #expect(records.map(\.attack.name) == (0..<24).map { $0 % 2 == 0 ? "toy" : "toy, padding" })
    #expect(end.state == .complete && end.errors == 2)
    #expect(end.summary == (try RunReader(path).summary()))
    #expect(end.summary == (try RunReader(path).summarize()))
  }

  @Test func statusesAreWhatTheSamplesDeserve() throws {
    let toy = ToyRun(), path = folder.file("run")
    try toy.completed(in: path)
    for record in try records(path) {
      switch record.sample.index {
      case 5:
        #expect(record.status == .error && record.message == "file 5 is truncated; copy it again")
        #expect(record.clean == nil && record.arrays == nil)
      case 1, 7:
        #expect(record.status == .alreadyMisclassified && record.adversarial == nil && record.size == nil)
        #expect(record.clean?.class != record.sample.label)
      default:
        #expect(record.status == (record.succeeded ? .succeeded : .failed))
        #expect(record.audit?.passed == true)
        #expect(record.succeeded == (record.adversarial?.class != record.sample.label))
      }
    }
  }

  @Test func measuresAreThoseOfTheSavedArrays() throws {
    let toy = ToyRun(), path = folder.file("run")
    try toy.completed(in: path)
    let record = try #require(try records(path).first { $0.attack.name == "toy, padding" && $0.size != nil })
    let frames = try #require(record.frames), size = try #require(record.size)
    #expect(frames.kinds == [.action, .action, .idle, .padding])
    #expect(frames.perturbation[0..<3] == [0, 0, 0])
    #expect(frames.perturbation[3] == size.l2)
    #expect(record.attack.region.allowedCount == 9 && record.attack.region.share == 0.25)
    #expect(size.linf <= 0.25 && size.linf > 0.2 && size.l0 <= 9)
    #expect(record.cost == AttackCost(forwards: 2, backwards: 1, iterations: 1, restarts: 1))
    #expect(record.succeededAfterRounding != nil)
    let names = try #require(record.arrays)
    let shard = String(decoding: try #require(try contents(of: path)[names.shard]), as: UTF8.self)
    for name in [names.clean, names.adversarial] { #expect(shard.contains(try #require(name) + " [4, 3, 3] ")) }
  }

  @Test func recordsNameTheMethodAndWhetherItSearchedElsewhere() throws {
    let toy = ToyRun(), path = folder.file("run")
    var run = toy.run
    run.attacks[1].isTransfer = true
    _ = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards(), control: ToyRun.still())
    let found = try records(path)
    #expect(found.allSatisfy { $0.attack.method == "toy" })
    #expect(found.allSatisfy { $0.attack.isTransfer == ($0.attack.name == "toy, padding" ? true : nil) })
  }

  /// What was met on the way through another model says nothing of this one.
  @Test func transfersCountInNoCheckOfTheSearch() throws {
    let toy = ToyRun(), path = folder.file("run")
    var run = toy.run
    for index in run.attacks.indices { run.attacks[index].isTransfer = true }
    let end = try run.run(
      in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards(), control: ToyRun.still())
    for name in ["gradient health", "finite numbers", "objective", "fresh forward pass"] {
      #expect(end.summary.sanity.first { $0.name == name }?.verdict == .notApplicable, "\(name)")
    }
    #expect(end.summary.sanity.first { $0.name == "region audit" }?.verdict == .pass)
  }

  @Test func recordsSayHowManyRestartsWereBegun() throws {
    let toy = ToyRun(), path = folder.file("run")
    let hopeless = Budget(norm: .linf, size: 1e-6, bounds: 0...1)
    var run = toy.run
    run.attacks[0].attack = GradientAttack.pgd(budget: hopeless, steps: 1, restarts: 3)
    _ = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards(), control: ToyRun.still())
    let failures = try records(path).filter { $0.attack.method == "pgd" && $0.status == .failed }
    #expect(!failures.isEmpty && failures.allSatisfy { $0.cost?.restarts == 3 })
  }

  @Test func onlyTheFirstSamplesAreExplained() throws {
    let toy = ToyRun(), path = folder.file("run")
    try toy.completed(in: path)
    for record in try records(path) where record.size != nil {
      let isExplained = record.sample.index < 6
      #expect((record.arrays?.heatBefore != nil) == isExplained)
      #expect((record.frames?.importanceBefore.count == 4) == isExplained)
      #expect((record.frames?.rankCorrelation.isFinite == true) == isExplained)
    }
  }

  @Test func everySampleThatDoesNotFitIsAnErrorOfItsOwn() throws {
    var toy = ToyRun()
    let path = folder.file("run")
    toy.broken = []
    toy.isConfined = false
    let good = toy.sample(0)
    var run = toy.run
    run.source.make = { index in
      var sample = good
      switch index {
      case 1: sample.input = Tensor(repeating: 0, shape: [4, 3, 2])
      case 2: sample.input.withMutableScalars { $0[10] = .nan }
      case 3: sample.input.withMutableScalars { $0[10] = 1.5 }
      case 4: sample.label = 3
      case 5: sample.label = -1
      case 6: sample.frameKinds = [.action]
      case 7: sample.region = .all([4, 3])
      default: break
      }
      return sample
    }
    let end = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    #expect(end.errors == 7 && end.state == .complete)
    let messages = try records(path).compactMap(\.message)
    #expect(
      messages == [
        "the input is [4, 3, 2], the model takes [4, 3, 3]",
        "the value nan at [1, 0, 1] is not a finite number",
        "the value 1.5 at [1, 0, 1] is outside the bounds 0.0 to 1.0; state the bounds of the model's input",
        "the label is 3, the model's classes are 0 to 2",
        "the label is -1, the model's classes are 0 to 2",
        "1 frames are described, the model takes 4",
        "the region is made for [4, 3], the model takes [4, 3, 3]",
      ])
  }

  @Test func anEmptyRegionIsAFailureThatSaysSo() throws {
    var toy = ToyRun()
    toy.isConfined = false
    var run = toy.run
    run.attacks[0].region = { _ in
      Region(shape: ToyRun.shape, allowed: [Bool](repeating: false, count: 36), name: "none")
    }
    let path = folder.file("run")
    let end = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    let attacked = try records(path).filter { $0.status == .failed }
    #expect(attacked.count == 9)
    #expect(attacked.allSatisfy { $0.size?.l0 == 0 && $0.message == "the region \"none\" is empty in this sample" })
    #expect(end.summary.sanity.first { $0.name == "empty regions" }?.verdict == .fail)
  }

  @Test func anAttackThatCheatsNeverSucceeds() throws {
    var toy = ToyRun()
    toy.isConfined = true
    var run = toy.run
    run.attacks[1].attack = ToyAttack(budget: toy.budget, cheats: true, claimsEverything: true)
    let path = folder.file("run")
    let end = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    let cheated = try records(path).filter { $0.attack.name == "toy, padding" && $0.size != nil }
    #expect(!cheated.isEmpty)
    #expect(cheated.allSatisfy { !$0.succeeded && $0.audit?.changedOutsideRegion == 1 && $0.message != nil })
    #expect(end.summary.attacks[1].auditFailures == cheated.count)
    #expect(end.summary.sanity.first { $0.name == "region audit" }?.verdict == .fail)
    #expect(end.summary.sanity.first { $0.name == "fresh forward pass" }?.verdict == .warn)
  }

  /// Between two classes of a linear victim the signed step is the optimum: PGD breaks what can be broken, and no more.
  @Test(arguments: [Float(0.01), 0.05, 0.2]) func projectedGradientDescentReachesTheClosedForm(radius: Float) throws {
    var toy = ToyRun()
    toy.isConfined = false
    toy.broken = []
    let weight = Array(toy.victim.weight[..<72])
    let victim = LinearVictim(inputShape: ToyRun.shape, outputShape: [2], weight: weight)
    let budget = Budget(norm: .linf, size: radius, bounds: -10...10)
    var run = toy.run
    run.victim = victim
    run.source.make = { index in
      let input = toy.sample(index).input
      let logits = (try? victim.logits(of: Tensor(batching: [input])).scalars) ?? [0, 0]
      return ClassificationSample(input: input, label: logits[1] > logits[0] ? 1 : 0)
    }
    run.attacks[0].budget = budget
    run.attacks[0].attack = GradientAttack.pgd(budget: budget, steps: 10, loss: .margin, seed: 7)
    let path = folder.file("run")
    _ = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    let slope = (0..<36).reduce(0.0) { $0 + abs(Double(weight[$1]) - Double(weight[36 + $1])) }
    for record in try records(path) {
      let logits = try #require(record.clean?.logits)
      let share = abs(logits[0] - logits[1]) / (Double(radius) * slope)
      if share < 0.999 { #expect(record.succeeded) }
      if share > 1.001 { #expect(!record.succeeded) }
      #expect(record.audit?.passed == true && record.health?.claimedSuccess == record.succeeded)
      #expect(record.cost.map { $0.backwards >= 1 && $0.backwards <= 11 } == true)
    }
  }

  @Test func aTargetedAttackLeavesAloneWhatAlreadyIsTheTarget() throws {
    var toy = ToyRun()
    toy.isConfined = false
    toy.broken = []
    var run = toy.run
    run.attacks[0].goal = { _ in .targeted(class: 0) }
    run.attacks[0].attack = GradientAttack.pgd(budget: toy.budget, seed: 7)
    let path = folder.file("run")
    let end = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    let records = try records(path)
    #expect(records.allSatisfy { $0.attack.goalClass == 0 })
    let settled = records.filter { $0.clean?.class == 0 }
    #expect(!settled.isEmpty && settled.allSatisfy { $0.status == .alreadyMisclassified })
    #expect(records.filter(\.succeeded).allSatisfy { $0.adversarial?.class == 0 })
    let right = records.count { $0.clean?.class == $0.sample.label }
    let robust = try #require(end.summary.attacks.first?.classification?.robustAccuracy)
    #expect(robust.count == right - records.count(where: \.succeeded))
  }

  @Test func aBudgetOfNothingChangesNothing() throws {
    var toy = ToyRun()
    toy.budget = Budget(norm: .linf, size: 0, bounds: 0...1)
    let end = try toy.completed(in: folder.file("run"))
    #expect(end.summary.sanity.first { $0.name == "radius 0" }?.verdict == .pass)
    #expect(end.summary.counts.succeeded == 0)
  }

  @Test func resultsDoNotDependOnTheBatchSize() throws {
    var toy = ToyRun()
    try toy.completed(in: folder.file("four"))
    toy.batchSize = 5
    try toy.completed(in: folder.file("five"))
    func bare(_ path: String) throws -> [ClassificationRecord] {
      try records(path).map { record in
        var record = record
        record.arrays?.shard = ""
        return record
      }
    }
    #expect(try bare(folder.file("four")) == bare(folder.file("five")))
    #expect(toy.victim.largestBatch <= 5)
  }

  @Test func progressIsReportedAfterEveryBatch() throws {
    let toy = ToyRun(), path = folder.file("run")
    var seen: [RunProgress] = []
    var time = 0.0
    let control = RunControl(
      didAdvance: { seen.append($0) },
      clock: {
        time += 0.5
        return time
      })
    _ = try toy.run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards(), control: control)
    #expect(seen.map(\.done) == [0, 4, 8, 12])
    #expect(seen[0].secondsLeft == nil && seen[0].successRate == nil)
    #expect(seen[2].errors == 2 && seen[2].secondsLeft == seen[2].elapsed / 2)
    #expect(seen[3].secondsLeft == 0)
  }

  @Test func aPlanThatDoesNotFitIsRefusedBeforeAnythingRuns() throws {
    let toy = ToyRun(), path = folder.file("run")
    var run = toy.run
    run.axes = [.time]
    let error = #expect(throws: RunFitError.self) {
      _ = try run.run(in: RunFolder.create(at: path, plan: toy.plan), shards: PlainShards())
    }
    #expect(error?.description.hasPrefix("1 axes are named") == true)
    #expect(try contents(of: path)["records.jsonl"]?.isEmpty == true)
  }
}
