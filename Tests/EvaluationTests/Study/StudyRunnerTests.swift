import Attacks
import Evaluation
import Foundation
import Tensors
import TestSupport
import Testing

/// A whole study of linear victims, of which every number is known.
@Suite struct StudyRunnerTests {
  private static func run(
    _ subjects: [StudySubject], _ settings: StudySettings = ToyStudy.settings, in folder: String
  ) throws -> StudyResult {
    let study = try StudyFolder(at: folder, description: ToyStudy.description())
    return try StudyRunner(subjects: subjects, source: ToyStudy.Source(), settings: settings).run(in: study)
  }

  private static func only(_ experiments: Set<StudyExperiment>) -> StudySettings {
    var settings = ToyStudy.settings
    settings.experiments = experiments
    return settings
  }

  @Test func accuraciesCountTheWrongRecording() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run(ToyStudy.plain, Self.only([]), in: folder.path)
    #expect(result.state == .complete && result.victims.count == 4)
    #expect(result.victims[0].cleanAccuracy == Proportion(5, of: 6))
    #expect(result.victims[0].confusion == [[5, 0], [1, 0]])
    #expect(result.victims[0].perClass[1].accuracy == Proportion(0, of: 1))
  }

  // Raising all eight cells by 0.25 gains 2 on "plain" (short by at most 1.7), on "twin" (2.2 to 0.6) and on "cousin"
  // (3.3, 2.5, 1.7, 0.9, 0.1), and takes 2 from "stranger".
  @Test func threatModelsAreSortedByWhatTheAttackerKnows() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run(ToyStudy.plain, Self.only([.transfer]), in: folder.path)
    let expected: [(String, ThreatModel, Int)] = [
      ("plain", .whiteBox, 5), ("twin", .sameArchitecture, 4), ("cousin", .sameData, 3), ("stranger", .neither, 0),
    ]
    for (target, threat, count) in expected {
      for goal in StudyGoal.allCases {
        let row = try #require(
          result.transfers.first {
            $0.surrogate == "plain" && $0.target == target && $0.attack == "BIM Linf" && $0.goal == goal
          })
        #expect(row.threat == threat && row.measure.success == Proportion(count, of: 5), "\(target), \(goal)")
        #expect(row.measure.auditFailures == 0 && row.misled == row.measure.success)
        if count > 0 { #expect(abs(row.measure.linf.median - 0.25) < 1e-6) }
      }
    }
    #expect(result.threats.filter { $0.threat == .whiteBox }.allSatisfy { $0.pairs == 4 })
    #expect(result.threats.count == 4 * 2 * 2)
  }

  @Test func carliniWagnerIsAsShortAsTheMarginAllows() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run([ToyStudy.plain[0]], Self.only([.transfer]), in: folder.path)
    let row = try #require(result.transfers.first { $0.attack == "C&W L2" && $0.goal == .untargeted })
    #expect(row.measure.success == Proportion(5, of: 5))
    let optimum = 0.9 / 8.0.squareRoot()
    #expect(row.measure.l2.median >= optimum * 0.9999 && row.measure.l2.median <= optimum * 1.01)
    #expect(result.caveats.contains { $0.contains("neither") })
  }

  // Four padding cells gain 4 · size; with one recorded frame the recordings are 1.9 to 1.1 short and six cells pad.
  @Test func paddingCurvesFollowSizeAndShare() throws {
    let folder = try TemporaryFolder()
    var settings = Self.only([.padding])
    settings.paddingModes = [.zerosEnd]
    settings.paddingShares = [0.5, 0.75]
    settings.paddingSizes = [0, 0.05, 0.24, 0.5]
    let result = try Self.run([ToyStudy.plain[0]], settings, in: folder.path)
    #expect(result.padding.map(\.measure.success.count) == [0, 1, 3, 5, 0, 0, 2, 5])
    #expect(result.padding.map(\.meanShare) == [0.5, 0.5, 0.5, 0.5, 0.75, 0.75, 0.75, 0.75])
    #expect(result.padding.allSatisfy { $0.cleanAccuracy == Proportion(5, of: 6) && $0.measure.auditFailures == 0 })
    #expect(result.padding[2].robustAccuracy == Proportion(2, of: 6))
  }

  // Two cells a frame: one action frame and one idle frame gain 0.48 each, the padding 0.96.
  @Test func contextRegionsAreWorthTheirFrames() throws {
    let folder = try TemporaryFolder()
    var settings = Self.only([.context])
    settings.contextSizes = [0.24]
    let result = try Self.run([ToyStudy.plain[0]], settings, in: folder.path)
    let counts = Dictionary(uniqueKeysWithValues: result.context.map { ($0.region, $0.measure.success.count) })
    #expect(
      counts == [.paddingAfterCrop: 3, .idleFrames: 1, .everythingButAction: 4, .actionFrames: 1, .allFrames: 5])
    #expect(result.context.first { $0.region == .idleFrames }?.frameShare == 0.25)
  }

  // A step of L2 lies along the weights: energies go as their squares, 1 + 4 + 9 + 16.
  @Test func importanceAgreesWithThePerturbationOfALinearVictim() throws {
    let folder = try TemporaryFolder()
    var settings = Self.only([.importance])
    settings.sweep = StudySweep(norm: .l2, steps: 10, loss: .margin)
    settings.importanceSize = 0.1
    let subject = ToyStudy.subject("steep", frames: [1, 2, 3, 4], threshold: 4)
    let result = try Self.run([subject], settings, in: folder.path)
    let row = try #require(result.importance.first { $0.region == "all" })
    #expect(row.recordings == 5 && row.rankCorrelation.median == 1 && row.positive == Proportion(5, of: 5))
    #expect(abs(row.energyInTopFrames.median - 16 / 30) < 1e-5 && row.energyInRandomFrames.median == 0.25)
    #expect(abs(row.paddingImportanceBefore - 0.7) < 1e-6)
    #expect(zip(row.meanPerturbation, [0.1, 0.2, 0.3, 0.4]).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(row.actionShare == [1, 0, 0, 0] && row.paddingShare == [0, 0, 1, 1])
    // Two frames of padding are too few for a correlation.
    #expect(result.importance.first { $0.region == "padding" }?.recordings == 0)
  }

  @Test func examplesCanBeReadBack() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run([ToyStudy.plain[0]], Self.only([.importance]), in: folder.path)
    let reader = StudyReader(folder.path)
    #expect(try reader.result() == result)
    let examples = result.examples.filter { $0.region == "padding" }
    #expect(examples.count == 2 && examples.allSatisfy { $0.before == 0 && $0.after == 1 })
    let example = try #require(examples.first)
    let clean = try reader.array(example.clean, of: example)
    let adversarial = try reader.array(example.adversarial, of: example)
    #expect(clean.shape == ToyStudy.shape && Array(clean.scalars[..<4]) == Array(adversarial.scalars[..<4]))
    #expect(clean.scalars[4...] != adversarial.scalars[4...])
    #expect(try reader.array(example.heatBefore ?? "", of: example).shape == [4, 1, 2])
  }

  // Re-zeroed padding is worth nothing to an attacker; in all frames two recorded frames are left, gaining 1.
  @Test func aGuardTakesThePaddingAwayFromTheAttacker() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run([ToyStudy.plain[0], try ToyStudy.guarded], Self.only([.defences]), in: folder.path)
    #expect(result.defences.map(\.defence) == ["none", "re-zeroed padding"])
    let (none, guarded) = (result.defences[0], result.defences[1])
    #expect(none.paddingObliviously == none.paddingAdaptively && none.paddingAdaptively.success == Proportion(3, of: 5))
    #expect(none.allFramesAdaptively.success == Proportion(5, of: 5))
    #expect(guarded.cleanAccuracy == Proportion(5, of: 6))
    #expect(guarded.paddingObliviously.success == Proportion(0, of: 5))
    #expect(guarded.paddingAdaptively.success == Proportion(0, of: 5))
    #expect(guarded.paddingAdaptively.vanishedGradients == 5)
    #expect(guarded.allFramesAdaptively.success == Proportion(3, of: 5))
    #expect(result.victims.map(\.defence) == [nil, "re-zeroed padding"])
  }

  @Test func restrictionsLeaveWhatTheyAllow() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run([ToyStudy.plain[0]], Self.only([.plausible]), in: folder.path)
    #expect(result.plausible.map(\.measure.success.count) == [5, 3, 5])
    #expect(result.plausible.map(\.restriction) == ["none", "zeros", "nonnegative"])
    #expect(result.plausible[1].newlyLit.median == 4 && result.plausible[1].successAfterStorage == nil)
  }

  @Test func limitsSpreadTheRecordings() throws {
    let folder = try TemporaryFolder()
    var settings = Self.only([.plausible])
    settings.limits = [.plausible: 3]
    let result = try Self.run([ToyStudy.plain[0]], settings, in: folder.path)
    // Recordings 0, 2 and 4.
    #expect(result.plausible[1].measure.success == Proportion(2, of: 3))
  }

  // MARK: Interruptions

  @Test func aStudyGoesOnWhereItWasStopped() throws {
    let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
    let settings = Self.only([.padding, .context, .defences])
    let subjects = [ToyStudy.plain[0], try ToyStudy.guarded]
    var expected = try Self.run(subjects, settings, in: whole.path)
    let runner = StudyRunner(subjects: subjects, source: ToyStudy.Source(), settings: settings)
    var asked = 0
    let control = StudyControl(shouldStop: {
      asked += 1
      return asked > 100
    })
    do {
      let study = try StudyFolder(at: broken.path, description: ToyStudy.description())
      let first = try runner.run(in: study, control: control)
      #expect(first.state == .interrupted && first.finishedCells > 3 && first.finishedCells < first.totalCells)
    }
    let journal = broken.path + "/cells.jsonl"
    let torn = try String(contentsOfFile: journal, encoding: .utf8) + "{\"id\":\"padding/pl"
    try Data(torn.utf8).write(to: URL(fileURLWithPath: journal))
    let study = try StudyFolder(at: broken.path, description: ToyStudy.description())
    var finishedBefore: Int?
    var result = try runner.run(
      in: study, control: StudyControl(didAdvance: { finishedBefore = finishedBefore ?? $0.finished }))
    #expect((finishedBefore ?? 0) > 3)
    (expected.timings, result.timings) = ([], [])
    #expect(result == expected)
  }

  @Test func anotherStudyIsNotMixedIn() throws {
    let folder = try TemporaryFolder()
    do { _ = try Self.run([ToyStudy.plain[0]], Self.only([]), in: folder.path) }
    let other = ToyStudy.description(seed: 7)
    let error = #expect(throws: RunFolderError.self) { try StudyFolder(at: folder.path, description: other) }
    #expect(error?.reason.contains("the seed") == true)
    let replaced = try StudyFolder(at: folder.path, description: other, force: true)
    #expect(replaced.cells.isEmpty && replaced.description.seed == 7)
  }

  @Test func victimsThatDoNotBelongTogetherAreRefused() throws {
    let folder = try TemporaryFolder()
    let other = StudySubject(
      key: StudyVictimKey(name: "other", architecture: "a", trainingData: "b"),
      victim: BiasedLinearVictim(inputShape: [1, 2, 1, 2], weights: [1, 1, 1, 1], threshold: 0))
    #expect(throws: StudyError.self) { try Self.run([ToyStudy.plain[0], other], in: folder.path) }
    #expect(throws: StudyError.self) { try Self.run([try ToyStudy.guarded], in: folder.path) }
  }
}
