import Foundation
import TestSupport
import Testing

/// Images larger than the network, and masks by several people, on the command line.
@Suite struct WindowedSegmentationTests {
  private let folder: TemporaryFolder
  private let network: EyeNetwork

  init() throws {
    folder = try TemporaryFolder()
    network = try EyeNetwork(in: folder)
  }

  private func score(_ flags: String...) throws -> ChaffProcess {
    try ChaffProcess(
      ["score", "segmentation", folder.file("eyes.yaml"), "--data", folder.file("eyes"), "--mask-coding", "index"]
        + flags
    )
  }

  /// Pixels are independent, so that windows change nothing: every pixel is right.
  @Test func largerImagesAreShownThroughWindows() throws {
    try network.writeEye("a", x: 20, cup: 3, width: 40, height: 31)
    try network.writeEye("b", x: 12, cup: 2, width: 40, height: 31)
    let whole = try score()
    #expect(whole.status == 1 && whole.error.contains("the model takes [1, 24, 24]"), "\(whole.error)")
    let windowed = try score("--window-size", "24x24", "--window-overlap", "0.25")
    #expect(windowed.status == 0, "\(windowed.error)")
    #expect(windowed.output.contains("mean of 2 images: Dice 1.0000 (1.0000 to 1.0000), IoU 1.0000"))
    let run = folder.file("run")
    let attack = try ChaffProcess(
      "attack", "segmentation", folder.file("eyes.yaml"), "--data", folder.file("eyes"), "--mask-coding", "index",
      "--target", "ratio:0.9", "--attack", "fmn", "--steps", "60", "--window-size", "24x24", "--output", run, "--quiet",
      "--no-report")
    #expect(attack.status == 0, "\(attack.error)")
    let plan = try String(contentsOfFile: run + "/run.json", encoding: .utf8)
    #expect(plan.contains("windows of 24 × 24 (overlap 0.5"))
    let records = try String(contentsOfFile: run + "/records.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(records.count == 2 && records.allSatisfy { $0.contains("\"status\":\"succeeded\"") }, "\(records)")
    #expect(records.allSatisfy { $0.contains("\"cupToDisc\"") })
  }

  @Test(arguments: [
    (["--window-size", "wide"], "--window-size must be HEIGHTxWIDTH", 2),
    (["--window-size", "24x24", "--window-overlap", "1"], "--window-overlap must be", 2),
    (["--window-size", "24x24"], "is larger than the images of 20 x 40", 1),
  ])
  func whatCannotBeShownIsSaid(flags: [String], words: String, status: Int32) throws {
    try network.writeEye("a", x: 20, cup: 3, width: 40, height: 20)
    let process = try ChaffProcess(
      ["score", "segmentation", folder.file("eyes.yaml"), "--data", folder.file("eyes"), "--mask-coding", "index"]
        + flags
    )
    #expect(process.status == status && process.error.contains(words), "\(process.error)")
  }

  @Test func everyAnnotatorIsScoredAlone() throws {
    try network.writeEye("a", x: 11, cup: 3, annotators: ["anna", "bert"])
    let process = try score(
      "--masks", "masks/{id}_{annotator}.png", "--images", "images/{id}.png", "--annotators", "anna")
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("a: Dice 1.0000") && process.output.contains("; anna: Dice 1.0000; bert: Dice 0."))
    #expect(process.output.contains("against bert alone: Dice 0."), "\(process.output)")
    let json = try score(
      "--masks", "masks/{id}_{annotator}.png", "--images", "images/{id}.png", "--annotators", "anna", "--json")
    #expect(json.output.contains("\"annotators\":[{\"images\":1,\"meanDice\":1"), "\(json.output)")
  }
}
