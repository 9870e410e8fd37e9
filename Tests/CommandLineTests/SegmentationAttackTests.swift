import Foundation
import TestSupport
import Testing

/// `chaff attack segmentation` with every kind of attack of the catalogue, on the network that comes with Chaff.
@Suite struct SegmentationAttackTests {
  private static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("models/skin-unet/model.yaml").path

  @Test(arguments: [
    (["--attack", "segpgd", "--size", "8/255", "--steps", "2"], "segpgd"),
    (["--attack", "apgd", "--size", "1", "--norm", "l2", "--steps", "4", "--set", "shrink=0"], "apgd"),
    (["--attack", "alma-prox", "--steps", "3", "--set", "polish=0"], "alma-prox"),
    (["--attack", "asm", "--steps", "2"], "asm"), (["--iterations", "2"], "asma"),
    (["--mode", "literal", "--iterations", "2"], "asma-literal"),
    (["--static-mask", "--size", "0.1", "--steps", "2"], "asma"),
  ])
  func anAttackOfTheCatalogueDraws(options: [String], name: String) throws {
    let (process, record) = try attacked(["--target", "shift:6,0"] + options)
    #expect(process.output.contains("\(name): success"))
    #expect(process.output.contains("IoU with the target, median"))
    #expect(record.contains("\"target\":\"shift:6,0 (the own mask moved 6 pixels") && !record.contains("goalMask"))
  }

  /// One lesion of the network's size, attacked; the records as text.
  private func attacked(_ options: [String]) throws -> (process: ChaffProcess, record: String) {
    let folder = try TemporaryFolder()
    let (lesions, run) = (folder.file("lesions"), folder.file("run"))
    let made = try ChaffProcess(
      "simulate", "skin", "--count", "1", "--size", "128", "--seed", "3", "--output", lesions, "--quiet")
    #expect(made.status == 0, "\(made.error)")
    let process = try ChaffProcess(
      ["attack", "segmentation", Self.model, "--data", lesions, "--output", run, "--no-report"] + options)
    #expect(process.status == 0, "\(process.error)")
    return (process, (try? String(contentsOfFile: run + "/records.jsonl", encoding: .utf8)) ?? "")
  }

  @Test func distancesAreInMillimetresWhereTheSpacingIsSaid() throws {
    let flags = ["--target", "shift:6,0", "--attack", "segpgd", "--size", "8/255", "--steps", "2"]
    let (pixels, record) = try attacked(flags)
    #expect(pixels.output.contains("after (pixels)") && !pixels.output.contains("(millimetres)"))
    #expect(!record.contains("millimetres") && !record.contains("pixelSpacing"))
    let (both, measured) = try attacked(flags + ["--pixel-spacing", "0.05x0.1"])
    #expect(both.output.contains("after (millimetres)"), "\(both.output)")
    #expect(measured.contains(#""pixelSpacing":{"column":0.1,"row":0.05}"#) && measured.contains(#""millimetres":{"#))
  }

  @Test func scoresHaveMillimetresWhereTheSpacingIsSaid() throws {
    let folder = try TemporaryFolder()
    let lesions = folder.file("lesions")
    let made = try ChaffProcess(
      "simulate", "skin", "--count", "1", "--size", "128", "--seed", "3", "--output", lesions, "--quiet")
    #expect(made.status == 0, "\(made.error)")
    let score = ["score", "segmentation", Self.model, "--data", lesions]
    let plain = try ChaffProcess(score)
    #expect(plain.status == 0 && !plain.output.contains("Hausdorff"), "\(plain.error)")
    let lines = try ChaffProcess(score + ["--pixel-spacing", "0.5"])
    #expect(lines.output.contains(" mm over 1 images"), "\(lines.output)")
    let process = try ChaffProcess(score + ["--pixel-spacing", "0.5", "--json"])
    let json = try #require(JSONSerialization.jsonObject(with: Data(process.output.utf8)) as? [String: Any])
    let sample = try #require((json["samples"] as? [[String: Any]])?.first)
    let pixels = try #require(sample["hausdorff95"] as? Double)
    let millimetres = try #require(sample["hausdorff95Millimetres"] as? Double)
    #expect(abs(millimetres - pixels / 2) < 1e-9 && json["meanHausdorff95Millimetres"] as? Double == millimetres)
  }

  @Test(arguments: [
    (["--target", "none"], "truth", "Dice with the truth"),
    (["--destroy", "prediction"], "prediction", "Dice with the clean prediction"),
  ])
  func anUntargetedAttackSaysWhatItDestroys(goal: [String], mask: String, words: String) throws {
    let (process, record) = try attacked(goal + ["--attack", "pgd", "--size", "8/255", "--steps", "3"])
    #expect(process.output.contains(words) && !process.output.contains("the target"), "\(process.output)")
    #expect(record.contains("\"goalMask\":\"\(mask)\""))
    #expect(record.contains("of at most 0.5") && record.contains("untargeted (away from the"))
  }

  @Test(arguments: [
    ([], "say what to draw with --target"), (["--target", "empty", "--destroy", "truth"], "leave out --destroy"),
    (["--target", "none"], "asma cannot be untargeted"),
    (["--target", "none", "--attack", "segpgd"], "size is missing"),
    (["--target", "empty", "--attack", "segpdg"], "there is no attack 'segpdg'"),
    (["--target", "empty", "--attack", "fmn", "--set", "shrink=1"], "there is no setting 'shrink'; it has polish"),
    (["--target", "empty", "--attack", "fmn", "--norm", "l2"], "the norm must be linf"),
    (["--target", "empty", "--attack", "fmn", "--tau", "1"], "for --attack asma alone"),
    (["--target", "empty", "--set", "penalty=1", "--first-change", "0.1"], "exclude each other"),
    (["--target", "empty", "--tau", "1"], "need --mode literal"),
    (["--target", "empty", "--mode", "literal", "--size", "0.1"], "the literal mode has no budget"),
    (["--target", "empty", "--goal", "1.5"], "--goal"), (["--target", "empty", "--goal", "dice:0.5"], "--goal"),
    (["--target", "mirror"], "is no target mask"), (["--target", "empty", "--steps", "0"], "--steps"),
  ])
  func whatCannotBeAskedForIsSaid(options: [String], words: String) throws {
    let process = try ChaffProcess(["attack", "segmentation", "m", "--data", "d", "--output", "o"] + options)
    #expect(process.status == 2)
    #expect(process.error.contains(words), "\(process.error)")
  }

  @Test func theCatalogueIsListed() throws {
    let list = try ChaffProcess("attacks", "--segmentation")
    #expect(list.status == 0)
    let names = list.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(names.first == "asma" && names.contains("sea") && names.contains("pdpgd") && !names.contains("cw"))
    // What an attack measures stands in one column, whatever its length, and so does its summary.
    let summaries = ["Adaptive segmentation mask attack", "Small steps from random points", "Fast minimum norm"]
    let columns = summaries.map { summary in
      list.output.split(separator: "\n").lazy.compactMap { line in
        line.range(of: summary).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
      }.first
    }
    #expect(columns[0] != nil && Set(columns).count == 1, "\(list.output)")
    let one = try ChaffProcess("attacks", "sea", "--segmentation")
    #expect(one.output.contains("--set shrink=") && one.output.contains("arXiv:2306.12941"))
    let elsewhere = try ChaffProcess("attacks", "sea")
    #expect(elsewhere.status == 2 && elsewhere.error.contains("add --segmentation"))
  }
}
