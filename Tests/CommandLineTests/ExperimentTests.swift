import Foundation
import TestSupport
import Testing

@Suite struct ExperimentTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private func run(_ yaml: String, _ folder: TemporaryFolder, _ flags: [String]) throws -> ChaffProcess {
    let path = folder.file("experiment.yaml")
    try yaml.write(toFile: path, atomically: true, encoding: .utf8)
    return try ChaffProcess(["run", path] + flags)
  }

  private static let small = """
    title: small
    data: \(root)/datasets/radar-default
    recordings: subject:21
    limit: 6
    batch: 2
    victims:
      - {name: conv3d, card: \(root)/models/radar-conv3d/model.yaml}
    attacks:
      - {attack: fgsm, norm: linf, sizes: [2/255, 8/255], regions: [all, padding]}
      - {attack: square, norm: linf, size: 8/255, queries: 10}
      - {attack: ddn, steps: 4, set: {polish: 0}}
    """

  @Test func everyMistakeIsNamedWithItsKeyAndLine() throws {
    let yaml = """
      recordings: all
      victims:
        - {name: one}
      attacks:
        - {attack: pgd, norm: linf}
        - {attack: fmm}
        - {attack: fab, size: 1, queries: 3, set: {colour: 2}}
        - {attack: fgsm, size: 8/255, regions: [moon]}
      speed: high
      """
    let process = try run(yaml, TemporaryFolder(), ["--dry-run"])
    #expect(process.status == 1 && process.output.isEmpty)
    for words in [
      "'data' is missing", "'victims[0].card' is missing", "line 5: 'attacks[0].attack' 'pgd': the size is missing",
      "there is no attack 'fmm'", "it does not take queries; there is no setting 'colour'", "has 'moon'",
      "line 9: 'speed' is not known here",
    ] {
      #expect(process.error.contains(words), "\(words) is missing in: \(process.error)")
    }
  }

  @Test func whatModelsAndDataTellIsSaidAllAtOnce() throws {
    let yaml = """
      data: \(Self.root)/datasets/radar-default
      recordings: subject:21
      limit: 2
      victims:
        - {name: lost, card: nowhere.yaml}
        - {name: conv3d, card: \(Self.root)/models/radar-conv3d/model.yaml}
      attacks:
        - {attack: fgsm, size: 8/255, goals: [wave], regions: ["mask:none.npy"]}
        - {attack: pgd, size: 8/255, regions: ["frames:900-1000", action]}
      """
    let process = try run(yaml, TemporaryFolder(), ["--dry-run"])
    #expect(process.status == 1 && process.output.isEmpty)
    for words in [
      "line 5: victim 'lost'", "line 8: ", "wave", "region \"mask:none.npy\"", "line 9: region \"frames:900-1000\"",
    ] {
      #expect(process.error.contains(words), "\(words) is missing in: \(process.error)")
    }
  }

  /// Models, an ensemble that cannot be, samples that have no mask, and attacks that are there twice: in the file's order.
  @Test func whatIsFoundOutLateIsSaidInTheOrderOfTheLines() throws {
    let yaml = """
      data: \(Self.root)/datasets/radar-default
      recordings: subject:21
      limit: 2
      victims:
        - {name: conv3d, card: \(Self.root)/models/radar-conv3d/model.yaml}
        - {name: lost, card: nowhere.yaml}
        - {name: both, ensemble: [conv3d, lost]}
      attacks:
        - {attack: fgsm, norm: linf, size: 8/255, goals: [wave, moonwalk]}
        - {attack: fgsm, norm: linf, size: 8/255, regions: ["mask:{id}.npy"]}
        - {attack: pgd, norm: linf, size: 8/255, steps: 3}
        - {attack: pgd, norm: linf, size: 8/255, steps: 5}
      """
    let process = try run(yaml, TemporaryFolder(), ["--dry-run"])
    #expect(process.status == 1 && process.output.isEmpty)
    let words = [
      "line 6: victim 'lost'", "line 9: ", "wave", "line 9: ", "moonwalk", "line 10: region \"mask:{id}.npy\"",
      "so it is with each of the 2 samples looked at",
      "line 12: pgd linf 0.03137 would be there twice; list an attack once",
    ]
    var rest = process.error[...]
    for words in words {
      let place = rest.range(of: words)
      #expect(place != nil, "\(words) is missing or too early in: \(process.error)")
      if let place { rest = rest[place.upperBound...] }
    }
    #expect(!process.error.contains("victim 'both'"), "its member has been complained about")
  }

  @Test func aMissingFolderOfDataHidesNoMissingCard() throws {
    let yaml = """
      title: nothing
      data: nowhere
      victims:
        - {name: conv3d, card: \(Self.root)/models/radar-conv3d/model.yaml}
        - {name: lost, card: nowhere.yaml}
      attacks:
        - {attack: fgsm, size: 8/255}
      """
    let folder = try TemporaryFolder()
    let process = try run(yaml, folder, ["--dry-run"])
    #expect(process.status == 1 && process.output.isEmpty)
    #expect(process.error.contains("line 2: 'data' is "), "\(process.error)")
    #expect(process.error.contains("/nowhere, which does not exist: check the path; line 5: victim 'lost': "))
  }

  @Test func aSizeThatIsNoNumberIsOneMistake() throws {
    let yaml = """
      data: recordings
      victims:
        - {name: a, card: a.yaml}
      attacks:
        - {attack: fgsm, sizes: [x]}
      speed: 3
      """
    let process = try run(yaml, TemporaryFolder(), ["--dry-run"])
    #expect(process.error.contains("line 5: 'attacks[0].sizes'"), "\(process.error)")
    #expect(!process.error.contains("the size is missing"))
  }

  @Test func mistakesInPlausibleAreNamedWithTheirLines() throws {
    let yaml = """
      data: recordings
      victims:
        - {name: a, card: a.yaml}
      attacks:
        - {attack: fgsm, size: 8/255, plausible: [blue, quantized]}
        - {attack: blur, plausible: nonnegative}
        - {attack: pgd, size: 8/255, scatterer-window: hamming}
        - {attack: pgd, size: 8/255, plausible: scatterer, scatterer-padding: 17, scatterer-window: round}
        - {attack: boundary, plausible: nonnegative, goals: [wave]}
      """
    let process = try run(yaml, TemporaryFolder(), ["--dry-run"])
    #expect(process.status == 1 && process.output.isEmpty)
    for words in [
      "line 5: 'attacks[0].plausible' must be among nonnegative, quantized, scatterer",
      "line 6: 'attacks[1].plausible' does not go with 'blur', which cannot search among plausible perturbations",
      "line 7: 'attacks[2].scatterer-window' goes with 'plausible: [scatterer]' alone",
      "line 8: 'attacks[3].scatterer-padding' must be a whole number in 1...16; is '17'",
      "line 8: 'attacks[3].scatterer-window' must be one of rectangular, hann",
      "line 9: 'attacks[4].plausible' does not go with 'boundary' towards a class",
    ] {
      #expect(process.error.contains(words), "\(words) is missing in: \(process.error)")
    }
  }

  private static func plausible(_ words: String) -> String {
    """
    title: plausible
    data: \(root)/datasets/radar-default
    recordings: subject:21
    limit: 2
    sanity: false
    victims:
      - {name: conv3d, card: \(root)/models/radar-conv3d/model.yaml}
    attacks:
      - {attack: fgsm, norm: linf, size: 8/255}
      - {attack: fgsm, norm: linf, size: 8/255, plausible: \(words)}
    """
  }

  /// One attack twice, the second time with energy added alone, has two rows and two worst cases, and is gone on with.
  @Test func plausiblePerturbationsAreAnAttackOfTheirOwn() throws {
    let folder = try TemporaryFolder()
    let flags = ["--output", folder.file("out"), "--quiet", "--no-report"]
    let process = try run(Self.plausible("[nonnegative]"), folder, flags)
    #expect(process.status == 0, "\(process.error)")
    let journal = try String(contentsOfFile: folder.file("out/runs/conv3d/records.jsonl"), encoding: .utf8)
    let attacks = try journal.split(separator: "\n").map { line in
      let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let attack = try #require(record["attack"] as? [String: Any])
      return "\(attack["name"] ?? ""): \(attack["plausible"] ?? "any")"
    }
    let names = ["fgsm linf 0.03137: any", "fgsm linf 0.03137 plausible nonnegative: nonnegative"]
    #expect(attacks == names + names)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("out/result.json")))
    let result = try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    let worst = try #require(result["worstCases"] as? [[String: Any]])
    #expect(worst.compactMap { $0["region"] as? String } == ["all", "all, plausible: nonnegative"])
    #expect(try run(Self.plausible("[nonnegative]"), folder, flags).status == 0)
    let changed = try run(Self.plausible("[nonnegative, scatterer]"), folder, flags)
    #expect(changed.status == 1 && changed.error.contains("the attacks changed since it was started"))
  }

  @Test func scatterersNeedTheirChannel() throws {
    let yaml = Self.plausible("[scatterer], scatterer-channel: 2")
    let process = try run(yaml, TemporaryFolder(), ["--dry-run"])
    #expect(process.status == 1 && process.error.contains("line 10: 'plausible' of fgsm: "), "\(process.error)")
    #expect(process.error.contains("there is no channel 2 among 2"))
    let named = try run(
      Self.plausible("[scatterer], scatterer-window: hamming, scatterer-padding: 2"), TemporaryFolder(), ["--dry-run"])
    #expect(named.output.contains("fgsm linf 0.03137 plausible scatterer (hamming, padding 2)"), "\(named.error)")
  }

  @Test func mistakesInComposedVictimsAreNamedToo() throws {
    let yaml = """
      data: recordings
      victims:
        - {name: a, card: a.yaml, weights: [1]}
        - {name: b, card: b.yaml, randomized: {noise: 0.1, diversity: {probability: 2}}}
        - {name: c, card: c.yaml, randomized: {draws: 0}}
        - {name: d, ensemble: [a, a, d, e, b, c], weights: [1, 2], card: d.yaml}
        - {name: e, ensemble: [a]}
        - {name: a+b, card: a.yaml}
        - {name: a*b, card: a.yaml}
      attacks:
        - {attack: fgsm, size: 8/255}
      """
    let process = try run(yaml, TemporaryFolder(), ["--dry-run"])
    #expect(process.status == 1 && process.output.isEmpty)
    for words in [
      "line 3: 'victims[0].weights' go with 'ensemble' alone",
      "line 4: 'victims[1].randomized' takes either 'noise' or 'diversity'",
      "line 4: 'victims[1].randomized.diversity.probability' must be",
      "line 5: 'victims[2].randomized.draws' must be", "line 5: 'victims[2].randomized' takes either",
      "line 6: 'victims[3].card' does not go with 'ensemble'", "line 6: 'victims[3].ensemble' has 'a' twice",
      "has 'd', which is no other victim", "has 'e', an ensemble", "has 'b', which is randomised",
      "line 6: 'victims[3].weights' must be one a member: 6, are 2",
      "line 7: 'victims[4].ensemble' needs at least two members",
      "has 'a*b' and 'a+b', which would share the folder runs/a-b",
    ] {
      #expect(process.error.contains(words), "\(words) is missing in: \(process.error)")
    }
  }

  private static let composed = """
    title: composed
    data: \(root)/datasets/radar-default
    recordings: subject:21
    limit: 2
    batch: 2
    sanity: false
    victims:
      - {name: conv3d, card: \(root)/models/radar-conv3d/model.yaml}
      - {name: both, ensemble: [conv3d, cnn-lstm], weights: [1, 2]}
      - {name: cnn-lstm, card: \(root)/models/radar-cnn-lstm/model.yaml}
      - {name: noisy, card: \(root)/models/radar-conv3d/model.yaml, randomized: {noise: 0.02, draws: 2, votes: 3}}
      - {name: coarse, card: \(root)/models/radar-conv3d/model.yaml, preprocessor: {levels: 2}}
    attacks:
      - {attack: fgsm, norm: linf, size: 16/255}
    """

  @Test func ensemblesAndRandomisedVictimsAreVictimsLikeOthers() throws {
    let folder = try TemporaryFolder()
    let run = try run(Self.composed, folder, ["--output", folder.file("out"), "--quiet", "--no-report"])
    #expect(run.status == 0, "\(run.error)")
    for name in ["conv3d", "both", "noisy", "cnn-lstm", "coarse"] {
      #expect(try Self.records(folder.file("out"), of: name).count == 2)
    }
    let result = try String(contentsOfFile: folder.file("out/result.json"), encoding: .utf8)
    #expect(result.contains("conv3d × 0.33333 + cnn-lstm × 0.66667"))
    #expect(result.contains("attacks see the mean of 2 draws, 3 others vote"))
    #expect(result.contains("behind rounding to 2 levels"))
    let journal = try String(contentsOfFile: folder.file("out/runs/noisy/records.jsonl"), encoding: .utf8)
    for line in journal.split(separator: "\n") {
      let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let votes = try #require((record["clean"] as? [String: Any])?["logits"] as? [Double])
      #expect(votes.reduce(0, +) == 3)
    }
  }

  @Test func ensemblesAndRandomisedVictimsLendTheirGradientsToOthers() throws {
    let process = try run(Self.composed + "\ntransfers: true\n", TemporaryFolder(), ["--dry-run"])
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("5 victims, 2 recordings, 25 attacks in all"))
    for name in ["both", "noisy"] { #expect(process.output.contains("fgsm linf 0.06275 from \(name)")) }
  }

  @Test func aDryRunSaysWhatWouldBeDoneAndDoesNothing() throws {
    let folder = try TemporaryFolder()
    let process = try run(Self.small, folder, ["--dry-run", "--output", folder.file("out")])
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("small: 1 victim, 6 recordings, 6 attacks in all"))
    #expect(process.output.contains("fgsm linf 0.00784 in padding  at most 6 steps"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
  }

  /// In one piece, in two parts, and a second time into the same folder: one result.
  @Test func partsAndRepetitionsGiveTheSameRecords() throws {
    let folder = try TemporaryFolder()
    let whole = try run(Self.small, folder, ["--output", folder.file("whole"), "--quiet"])
    #expect(whole.status == 0, "\(whole.error)")
    let once = try Self.records(folder.file("whole"))
    #expect(once.count == 36)
    #expect(FileManager.default.fileExists(atPath: folder.file("whole/report.html")))
    for part in 1...2 {
      let process = try run(
        Self.small, folder, ["--output", folder.file("part\(part)"), "--shard", "\(part)/2", "--quiet", "--no-report"])
      #expect(process.status == 0, "\(process.error)")
    }
    let merged = try ChaffProcess(
      "merge", folder.file("part1"), folder.file("part2"), "--output", folder.file("merged"), "--quiet")
    #expect(merged.status == 0, "\(merged.error)")
    // Other batches are other plans: what was found must agree, not the last digit.
    #expect(try Self.records(folder.file("merged")) == once)
    #expect(try run(Self.small, folder, ["--output", folder.file("whole"), "--quiet"]).status == 0)
    #expect(try Self.records(folder.file("whole")) == once)
    let changed = Self.small.replacingOccurrences(of: "limit: 6", with: "limit: 5")
    let refused = try run(changed, folder, ["--output", folder.file("whole"), "--quiet"])
    #expect(refused.status == 1 && refused.error.contains("the samples changed since it was started"))
  }

  /// Sample, attack and outcome of every record, sorted.
  private static func records(_ experiment: String, of victim: String = "conv3d") throws -> [String] {
    let text = try String(contentsOfFile: experiment + "/runs/\(victim)/records.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let (sample, attack) = (record["sample"] as? [String: Any], record["attack"] as? [String: Any])
      return "\(sample?["id"] ?? "") \(attack?["name"] ?? "") \(record["status"] ?? "")"
    }.sorted()
  }

  @Test func aShardMustBeOne() throws {
    for text in ["0/2", "3/2", "a", "1"] {
      #expect(try run(Self.small, TemporaryFolder(), ["--dry-run", "--shard", text]).status != 0)
    }
  }
}
