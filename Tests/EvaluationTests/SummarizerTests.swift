import Evaluation
import Tensors
import Testing

@Suite struct SummarizerTests {
  private var plan: RunDescription {
    var plan = ToyRun().plan
    plan.samples = (0..<6).map(String.init)
    plan.attacks = ["weak", "strong"]
    plan.model.classNames = ["left", "right"]
    return plan
  }

  private func record(
    _ index: Int, _ attack: String, label: Int, clean: Int?, after: Int? = nil, l2: Double = 1
  ) -> ClassificationRecord {
    let reference = AttackReference(
      name: attack, norm: "l2", size: 2, bounds: ValueRange(0...1), goal: "untargeted", seed: 1,
      region: RegionReference(name: "all", allowedCount: 4, elementCount: 4))
    var record = ClassificationRecord(
      sample: SampleReference(id: "\(index)", index: index, label: label), attack: reference, status: .error)
    guard let clean else { return record }
    record.clean = ClassPrediction(class: clean, logits: [0, 0])
    record.status = .alreadyMisclassified
    guard clean == label, let after else { return record }
    record.adversarial = ClassPrediction(class: after, logits: [0, 0])
    record.succeeded = after != label
    record.status = record.succeeded ? .succeeded : .failed
    record.size = PerturbationSize(l0: 4, l1: 1, l2: l2, linf: 1, psnr: 20, ssim: .nan)
    record.cost = AttackCost(forwards: 3, backwards: 2, iterations: 2)
    record.timing.seconds = 0.5
    return record
  }

  /// Six samples: one unreadable, one wrong from the start, four attacked; weak breaks one of them, strong two others.
  private var summary: RunSummary {
    var summarizer = ClassificationSummarizer(plan: plan)
    for (attack, broken) in [("weak", [2]), ("strong", [3, 4])] {
      summarizer.add(record(0, attack, label: 0, clean: nil))
      summarizer.add(record(1, attack, label: 0, clean: 1))
      for index in 2..<6 {
        let label = index % 2
        summarizer.add(
          record(
            index, attack, label: label, clean: label, after: broken.contains(index) ? 1 - label : label,
            l2: Double(index)))
      }
    }
    return summarizer.summary()
  }

  @Test func countsAndRatesByHand() throws {
    let summary = summary
    #expect(summary.state == .complete)
    #expect(summary.counts == RunCounts(samples: 12, alreadyMisclassified: 2, succeeded: 3, failed: 5, errors: 2))
    let strong = try #require(summary.attacks.last)
    #expect(strong.name == "strong" && strong.successRate == Proportion(2, of: 4))
    #expect(strong.successSizes.l2.median == 3.5 && strong.attackedSizes.l2.median == 3.5)
    #expect(strong.successSizes.ssim.count == 0 && strong.cost.forwards.median == 3)
    #expect(summary.timings.totalSeconds == 4)
  }

  @Test func accuraciesAreOfTheReadableSamples() throws {
    let strong = try #require(summary.attacks.last?.classification)
    #expect(strong.cleanAccuracy == Proportion(4, of: 5))
    #expect(strong.robustAccuracy == Proportion(2, of: 5))
    #expect(strong.confusionBefore == [[2, 1], [0, 2]])
    #expect(strong.confusionAfter == [[1, 2], [1, 1]])
    #expect(strong.perClass.map(\.successRate) == [Proportion(1, of: 2), Proportion(1, of: 2)])
    #expect(strong.perClass.map(\.name) == ["left", "right"])
  }

  @Test func theRobustAccuracyOfTheRunIsTheWorstCasePerSample() {
    // Only sample 5 withstands both; an average over the attacks would say 2.5 of 5.
    #expect(summary.robustAccuracy == Proportion(1, of: 5))
  }

  @Test func aRecordCountsOnce() {
    var summarizer = ClassificationSummarizer(plan: plan)
    for _ in 0..<3 { summarizer.add(record(2, "weak", label: 0, clean: 0, after: 1)) }
    #expect(summarizer.summary().counts.succeeded == 1)
    #expect(summarizer.summary().state == .interrupted)
  }

  @Test func aForgedClassNeitherCrashesNorFillsTheMemory() {
    var summarizer = ClassificationSummarizer(plan: plan)
    summarizer.add(record(2, "weak", label: .max, clean: .max, after: .min))
    summarizer.add(record(3, "weak", label: -1, clean: 5, after: 1))
    #expect(summarizer.summary().attacks[0].classification?.confusionBefore.count == 2)
  }

  private func verdict(
    _ name: String, of places: Range<Int> = 2..<6, _ change: (inout ClassificationRecord) -> Void
  ) -> SanityCheck.Verdict? {
    var summarizer = ClassificationSummarizer(plan: plan)
    for index in places {
      var record = record(index, "weak", label: index % 2, clean: index % 2, after: 1 - index % 2)
      record.health = AttackHealth(
        gradientVanished: false, numericalTrouble: false, objectiveWorsened: false, claimedSuccess: true)
      record.audit = Audit(changedOutsideRegion: 0, outsideBounds: 0, budgetUse: 1, withinBudget: true)
      record.succeededAfterRounding = true
      change(&record)
      summarizer.add(record)
    }
    return summarizer.summary().sanity.first { $0.name == name }?.verdict
  }

  @Test(arguments: [
    "region audit", "budget audit", "bounds audit", "unchanged success", "fresh forward pass", "rounding",
    "gradient health", "finite numbers", "objective", "empty regions", "errors", "logits", "variety", "clean accuracy",
  ]) func aSoundRunPasses(name: String) {
    #expect(verdict(name) { _ in } == .pass)
  }

  @Test func everyFaultIsSeen() {
    #expect(verdict("region audit") { $0.audit?.changedOutsideRegion = 1 } == .fail)
    #expect(verdict("budget audit") { $0.audit?.withinBudget = false } == .fail)
    #expect(verdict("bounds audit") { $0.audit?.outsideBounds = 2 } == .fail)
    #expect(verdict("unchanged success") { $0.size?.l0 = 0 } == .fail)
    #expect(verdict("rounding") { $0.succeededAfterRounding = false } == .warn)
    #expect(verdict("gradient health") { $0.health?.gradientVanished = true } == .fail)
    #expect(verdict("finite numbers") { $0.health?.numericalTrouble = true } == .warn)
    #expect(verdict("objective") { $0.health?.objectiveWorsened = true } == .fail)
    let elsewhere = verdict("objective") {
      $0.health?.objectiveWorsened = true
      $0.health?.sawClean = false
    }
    #expect(elsewhere == .warn, "a search that never looked at the clean input owes nothing")
    #expect(verdict("empty regions") { $0.attack.region.allowedCount = 0 } == .fail)
    #expect(verdict("radius 0") { $0.attack.size = 0 } == .fail)
    #expect(verdict("radius 0") { _ in } == .notApplicable)
    #expect(verdict("sample size") { _ in } == .warn)
    #expect(verdict("logits") { $0.clean?.logits = [0.25, 0.75] } == .warn)
    #expect(verdict("variety") { $0.clean?.class = 0 } == .fail)
    #expect(verdict("clean accuracy") { $0.clean?.class = 0 } == .fail)
    // Two that are right cannot be told from chance, and are no sign of wrong labels.
    #expect(verdict("clean accuracy", of: 2..<4) { _ in } == .warn)
    #expect(verdict("errors") { $0.status = .error } == .warn)
    #expect(
      verdict("fresh forward pass") {
        $0.succeeded = false
        $0.status = .failed
      } == .warn)
  }
}
