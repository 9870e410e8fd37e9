import Engine
import Foundation
import TestSupport
import Testing

/// `chaff study segmentation` on a network of independent pixels that draws optic discs with cups.
@Suite struct SegmentationStudyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let network = try EyeNetwork(in: folder)
    for (name, x, cup) in [("a", 10, 2), ("b", 13, 3), ("c", 11, 4)] { try network.writeEye(name, x: x, cup: cup) }
  }

  private static let yaml = """
    title: discs and cups
    seeds: [3]
    success: 0.9
    victims:
      - {name: eyes, card: eyes.yaml}
    data:
      - {name: made up, folder: eyes, options: [--mask-coding, index]}
    targeted: {pairs: 2, iterations: 20, ablation: [ssm, asma, asma-literal], minimal: [asma, fmn]}
    untargeted: {images: 2, iterations: 4, attacks: [segpgd, apgd], sizes: [20/255, 60/255]}
    goals: {iterations: 20, masks: ["erase:cup", "grow:30%,disc", "ratio:0.8", next, "text:HI", "erase:vessel"]}
    """

  private func study(_ yaml: String = yaml, _ flags: [String] = []) throws -> ChaffProcess {
    let path = folder.file("study.yaml")
    try yaml.write(toFile: path, atomically: true, encoding: .utf8)
    return try ChaffProcess(["study", "segmentation", path, "--output", folder.file("study"), "--quiet"] + flags)
  }

  // MARK: The file

  @Test func everyMistakeIsNamedWithItsKeyAndLine() throws {
    let process = try study(
      """
      title: broken
      success: 2
      victims:
        - name: one
          card: one.yaml
          colour: red
          geometry: [--resize, big]
        - {name: one, card: two.yaml, options: [--bounds, wide]}
      data:
        - {name: eyes, goals: ["erase:", next]}
      targeted:
        pairs: 0
        ablation: [asma, pgd, asmo]
      untargeted:
        attacks: [asma, sea]
        sizes: [small]
        norm: l1
      goals:
        attack: [asma, fmn]
        masks: mirror
      region: nowhere
      seeds: [1, 1]
      parts: [all]
      precision: f16
      windows:
        overlap: 1
        size: wide
        shape: round
      """)
    #expect(process.status == 1 && process.output.isEmpty)
    #expect(process.error.split(separator: "\n").count == 1)
    for words in [
      "line 2: 'success' must be numbers", "line 6: 'victims[0].colour' is not known",
      "line 7: 'victims[0].geometry' cannot be used", "line 8: 'victims[1].options' cannot be used",
      "has the name one twice", "'data[0].folder' is missing", "line 10: 'data[0].goals' has 'erase:'",
      "line 12: 'targeted.pairs'", "line 13: 'targeted.ablation' has pgd, which needs a size",
      "there is no attack 'asmo'",
      "line 15: 'untargeted.attacks' has asma, which cannot destroy", "line 16: 'untargeted.sizes'",
      "line 17: 'untargeted.norm' is l1, which sea does not know", "line 19: 'goals.attack' must be one",
      "line 20: 'goals.masks' has 'mirror'",
      "line 21: 'region'", "line 22: 'seeds'", "line 23: 'parts' must be among",
      "line 24: 'precision' must be auto, f32, exact or bf16; is 'f16'",
      "line 26: 'windows.overlap' must be numbers in 0.0...0.99",
      "line 27: 'windows.size' must be HEIGHTxWIDTH, e.g. 256x256; is 'wide'", "line 28: 'windows.shape' is not known",
    ] {
      #expect(process.error.contains(words), "\(words) is missing in: \(process.error)")
    }
  }

  @Test func windowsNeedASizeAndImagesThatAreNoSmaller() throws {
    let sizeless = try study(Self.yaml + "\nwindows: {overlap: 0.5}")
    #expect(sizeless.status == 1 && sizeless.error.contains("'windows.size' is missing"), "\(sizeless.error)")
    try EyeNetwork(besides: folder).writeEye("low", x: 20, cup: 3, data: "low", width: 40, height: 20)
    let low = try study(
      Self.yaml.replacing("folder: eyes", with: "folder: low")
        + "\nwindows: {size: 24x24}")
    #expect(low.status == 1 && low.error.contains("is larger than the images of 20 x 40"), "\(low.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("study")))
  }

  @Test func bf16IsRefusedWhereThereIsNone() throws {
    let path = folder.file("study.yaml")
    try (Self.yaml + "\nprecision: bf16").write(toFile: path, atomically: true, encoding: .utf8)
    for flags in [[], ["--precision", "auto"]] {
      let process = try ChaffProcess(
        ["study", "segmentation", path, "--dry-run"] + flags, environment: ["ONEDNN_MAX_CPU_ISA": "AVX2"])
      #expect(process.status == (flags.isEmpty ? 1 : 0), "\(process.error)")
      #expect(process.error.contains("this processor has no bf16 arithmetic") == flags.isEmpty)
    }
  }

  /// Images twice as large as the network; pixels are independent, so that windows change nothing.
  @Test func largerImagesAreStudiedThroughWindows() throws {
    let network = EyeNetwork(besides: folder)
    for (name, x) in [("d", 12), ("e", 20)] {
      try network.writeEye(name, x: x, cup: 3, data: "large", width: 40, height: 30)
    }
    let yaml = """
      victims: [{name: eyes, card: eyes.yaml, windows: {size: 24x24, overlap: 0.25}}]
      data: [{name: large, folder: large, options: [--mask-coding, index]}]
      parts: [targeted, untargeted]
      precision: auto
      targeted: {pairs: 1, iterations: 10, ablation: [asma], minimal: [fmn]}
      untargeted: {images: 1, iterations: 3, attacks: [segpgd], sizes: [60/255]}
      """
    let process = try study(yaml)
    #expect(process.status == 0, "\(process.error)")
    let plan = try String(contentsOfFile: folder.file("study/segmentation-study.json"), encoding: .utf8)
    #expect(plan.contains("24 × 24, overlap 0.25") && plan.contains("no heat maps of parts"))
    let isRough = Precision.bf16IsFast
    #expect(plan.contains("bf16 for looks with gradient, f32 for every success") == isRough)
    let result = try Result(folder.file("study/result.json"))
    #expect(result.state == "complete" && result.clean.first?.images == 2)
    #expect(result.attacks.map(\.attack) == ["asma", "fmn", "segpgd"])
    let run = folder.file("study/runs/eyes/large/targeted-1")
    let records = try String(contentsOfFile: run + "/records.jsonl", encoding: .utf8)
    #expect(!records.contains("\"status\":\"error\"") && !records.contains("heatBefore"), "\(records)")
    let described = try String(contentsOfFile: run + "/run.json", encoding: .utf8)
    #expect(described.contains("\"windows\"") && described.contains("bf16 for looks with gradient") == isRough)
  }

  @Test func aFileThatIsNoStudyIsRefused() throws {
    for (text, words) in [("", "is no study"), ("a: [", "is not YAML"), ("title: x", "'victims' is missing")] {
      let process = try study(text)
      #expect(process.status == 1 && process.error.contains(words), "\(process.error)")
    }
  }

  @Test func oneImageHasNoOtherToDraw() throws {
    let process = try study(Self.yaml.replacing("--mask-coding, index", with: "--samples, \"first:1\""))
    #expect(process.status == 1 && process.error.contains("fewer than two images"), "\(process.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("study")))
  }

  @Test func aRegionThatCannotBeMadeIsRefusedBeforeAnythingIsDone() throws {
    let process = try study(Self.yaml + "\nregion: \"mask:nowhere.png\"")
    #expect(process.status == 1, "\(process.error)")
    #expect(process.error.contains("region 'mask:nowhere.png' cannot be made for eyes on made up"), "\(process.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("study")))
  }

  @Test func anImageThatCannotBeReadIsCountedOnceAndEndsWithAnError() throws {
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder.file("eyes/images/c.png")))
    let process = try study(
      Self.yaml.replacing("pairs: 2", with: "pairs: 3") + "\nparts: [targeted]", ["--no-report"])
    #expect(process.status == 1, "\(process.error)")
    #expect(process.error.contains("1 image could not be read or judged, "), "\(process.error)")
    #expect(try Result(folder.file("study/result.json")).state == "complete")
  }

  @Test func aDryRunSaysWhatWouldBeDoneAndLeavesNothing() throws {
    let process = try study(Self.yaml, ["--dry-run"])
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("eyes on made up  3 images"))
    #expect(process.output.contains("targeted, seed 3  2 masks, 4 attacks, at most 160 steps"), "\(process.output)")
    #expect(process.output.contains("goals, seed 3  6 masks, 1 attack, at most 120 steps"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("study")))
  }

  // MARK: The study

  /// Records and tables without what differs between two runs: seconds, and the folder in the command.
  private func contents(_ study: String) throws -> [String: String] {
    let names = FileManager.default.enumerator(atPath: folder.file(study))?.compactMap { $0 as? String } ?? []
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix("records.jsonl") || $0.hasSuffix(".csv") }.map { name in
        let text = try String(contentsOfFile: folder.file("\(study)/\(name)"), encoding: .utf8)
        return (name, text.replacing(/"timing":\{[^}]*\}/, with: ""))
      })
  }

  @Test func aWholeStudyLeavesTablesAndAPageAndGoesOnAsIfUndisturbed() throws {
    let whole = try study()
    #expect(whole.status == 0, "\(whole.error)")
    let result = try Result(folder.file("study/result.json"))
    #expect(result.state == "complete" && result.clean.first?.images == 3)
    #expect(result.attacks.map(\.attack) == ["ssm", "asma", "asma-literal", "fmn", "segpgd", "apgd", "segpgd", "apgd"])
    // Independent pixels: a quarter of the range cannot lose everything, and the larger size never loses less.
    #expect(result.worstCases.count == 2)
    #expect((result.worstCases.last?.worstIoU ?? 1) <= (result.worstCases.first?.worstIoU ?? 0))
    #expect(result.sizeBias.contains { $0.smallestArea == 4 })
    #expect(result.goals.map(\.record.status).filter { $0 == "error" }.count == 1)
    #expect(result.goals.filter { $0.record.cupToDisc?.wanted != nil }.count == 5)
    let page = try String(contentsOfFile: folder.file("study/report.html"), encoding: .utf8)
    for words in [
      "The ablation", "worst case", "cup-to-disc ratio", "pixels (wanted", "class &#39;vessel", "Seg-Grad-CAM",
    ] {
      #expect(page.contains(words) || page.contains(words.replacing("&#39;", with: "'")), "\(words)")
    }
    try checkResuming()
    try checkChange()
  }

  /// One run loses its last record, another is gone.
  private func checkResuming() throws {
    let undisturbed = try contents("study")
    #expect(undisturbed.keys.contains("tables/worst.csv") && undisturbed.keys.contains("tables/goals.csv"))
    let runs = folder.file("study/runs/eyes/made-up")
    let journal = runs + "/targeted-3/records.jsonl"
    let lines = try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n")
    try (lines.dropLast().joined(separator: "\n") + "\n").write(toFile: journal, atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(atPath: runs + "/untargeted-3")
    let again = try study(Self.yaml, ["--no-report"])
    #expect(again.status == 0, "\(again.error)")
    // The page is made anew from the folder alone.
    let report = try ChaffProcess("report", folder.file("study"))
    #expect(report.status == 0, "\(report.error)")
    let resumed = try contents("study")
    for (name, text) in undisturbed { #expect(resumed[name] == text, "\(name)") }
  }

  /// Other settings do not go on with what is there.
  private func checkChange() throws {
    let changed = try study(Self.yaml.replacing("pairs: 2", with: "pairs: 3"))
    #expect(changed.status == 1 && changed.error.contains("the settings changed"), "\(changed.error)")
  }

  private struct Result: Decodable {
    struct Clean: Decodable { let images: Int }
    struct Attack: Decodable { let attack: String }
    struct Worst: Decodable { let worstIoU: Double }
    struct Sizes: Decodable { let smallestArea: Int }
    struct Ratio: Decodable { let wanted: Double? }
    struct Record: Decodable {
      let status: String
      let cupToDisc: Ratio?
    }
    struct Goal: Decodable { let record: Record }
    let state: String
    let clean: [Clean], attacks: [Attack], worstCases: [Worst], sizeBias: [Sizes], goals: [Goal]

    init(_ path: String) throws {
      self = try JSONDecoder().decode(Result.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
  }
}
