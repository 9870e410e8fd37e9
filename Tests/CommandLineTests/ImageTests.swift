import Foundation
import Graphs
import HDF5
import Images
import ONNX
import Tensors
import TestSupport
import Testing

/// Classifiers of images on the command line, from a folder to a report.
///
/// The victim's logits are ten times the means of the channels, red, green and blue: the margin of a picture of one colour
/// is ten times the difference of its two largest channels, and a change of ε everywhere takes 20 ε from it.
@Suite struct ImageTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Self.write(layout: .channelsFirst, to: folder.file("colours.onnx"))
    try card("colours", "task: classification\naxes: [channel, height, width]")
    // Which are told apart by 25 of 255 levels, and which by all of them.
    try picture([153, 128, 60], "data/red/near.png")
    try picture([255, 0, 0], "data/red/far.png")
    try picture([60, 153, 128], "data/green/near.png")
    try picture([0, 0, 255], "data/blue/far.png")
  }

  // MARK: Material

  private enum Layout { case channelsFirst, channelsLast }

  private static let side = 8

  private static func write(layout: Layout, to path: String) throws {
    let data = try ONNXWriter.write { batch in
      var graph = Graph()
      let isLast = layout == .channelsLast
      var x = graph.addInput(shape: isLast ? [batch, side, side, 3] : [batch, 3, side, side])
      if isLast { x = try graph(Transpose([0, 3, 1, 2]), x) }
      let identity = Tensor(shape: [3, 3, 1, 1], scalars: (0..<9).map { $0 % 4 == 0 ? 10 : 0 })
      let convolution = Convolution(strides: [1, 1], padBefore: [0, 0], padAfter: [0, 0], dilations: [1, 1])
      let y = try graph(Unary(.relu), graph(convolution, x, graph.addConstant(identity), name: "conv"), name: "relu")
      graph.outputs = [try graph(Reduction(.mean, axes: [2, 3], keepsAxes: false), y)]
      return graph
    }
    try data.write(to: URL(fileURLWithPath: path))
  }

  private func card(_ name: String, _ more: String) throws {
    let text = "model: \(name).onnx\nclasses: [red, green, blue]\nbounds: [0, 1]\n\(more)\n"
    try text.write(toFile: folder.file("\(name).yaml"), atomically: true, encoding: .utf8)
  }

  private func picture(_ pixel: [UInt8], _ name: String, side: Int = ImageTests.side) throws {
    let path = folder.file(name)
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    let bytes = (0..<side * side).flatMap { _ in pixel }
    try Image(width: side, height: side, colour: pixel.count == 1 ? .grey : .rgb, bytes: bytes).writePNG(to: path)
  }

  /// Without the checks that one test alone asks for.
  private func attack(_ flags: String..., card: String = "colours.yaml", isPlain: Bool = true) throws -> ChaffProcess {
    let plain = ["--sanity", "off", "--quiet", "--no-report"]
    return try ChaffProcess(
      ["attack", "image", folder.file(card), "--data", folder.file("data"), "--output", folder.file("run")] + flags
        + (isPlain ? plain : []))
  }

  private func records() throws -> [[String: Any]] {
    let text = try String(contentsOfFile: folder.file("run/records.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func object(_ name: String) throws -> [String: Any] {
    let data = try #require(FileManager.default.contents(atPath: folder.file(name)))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// Sample and outcome of every record.
  private func outcomes() throws -> [String] {
    try records().map { record in
      "\((record["sample"] as? [String: Any])?["id"] ?? "") \(record["status"] ?? "")"
    }
  }

  // MARK: Attacks

  @Test func whatIsNearTheBoundaryFallsAndSurvivesEightBits() throws {
    let process = try attack("--attack", "pgd", "--size", "16/255", "--steps", "10", isPlain: false)
    #expect(process.status == 0, "\(process.error)")
    #expect(
      try outcomes() == [
        "red/far.png failed", "red/near.png succeeded", "green/near.png succeeded", "blue/far.png failed",
      ])
    #expect(try records().compactMap { $0["succeededAfterRounding"] as? Bool }.filter { $0 }.count == 2)
    #expect(process.output.contains("after rounding to stored values"))
    let run = try object("run/run.json")
    #expect(run["task"] as? String == "image")
    let data = try #require(run["data"] as? [String: Any])
    #expect(data["perClass"] as? [Int] == [2, 1, 1] && data["found"] as? Int == 4)
    #expect((data["files"] as? [Any])?.count == 4)
    let page = try String(contentsOfFile: folder.file("run/report.html"), encoding: .utf8)
    #expect(page.contains("How this image classifier withstands attacks"))
    #expect(page.contains("Grad-CAM before") && page.contains("Adversarial image"))
  }

  @Test func aSizeBelowTheMarginIsNotEnough() throws {
    let process = try attack("--size", "12/255", "--samples", "last:0.5", "--only", "red")
    #expect(process.status == 0, "\(process.error)")
    #expect(try outcomes() == ["red/near.png failed"])
  }

  @Test func onlyTheRectangleChangesAndTheTargetIsReached() throws {
    let process = try attack(
      "--attack", "pgd", "--size", "1", "--steps", "20", "--region", "box:height=0-3,width=2-7", "--target", "green",
      "--only", "red", "--samples", "1")
    #expect(process.status == 0, "\(process.error)")
    let record = try #require(records().first)
    #expect(record["status"] as? String == "succeeded")
    let arrays = try #require(record["arrays"] as? [String: String])
    let file = try HDF5File(reading: folder.file("run/") + (arrays["shard"] ?? ""))
    let clean = try file.tensor(arrays["clean"] ?? ""), changed = try file.tensor(arrays["adversarial"] ?? "")
    #expect(clean.shape == [3, 8, 8])
    var inside = 0
    for index in clean.scalars.indices where clean.scalars[index].bitPattern != changed.scalars[index].bitPattern {
      #expect((0...3).contains(index / 8 % 8) && (2...7).contains(index % 8))
      inside += 1
    }
    #expect(inside > 0)
    #expect(try file.tensor(arrays["heatBefore"] ?? "").shape == [8, 8])
  }

  @Test func aTornRunIsResumedToTheSameRecords() throws {
    let flags = [
      "--attack", "apgd-ce", "--size", "16/255", "--steps", "5", "--batch", "1", "--quiet", "--no-report", "--sanity",
      "off",
    ]
    let arguments =
      ["attack", "image", folder.file("colours.yaml"), "--data", folder.file("data"), "--output", folder.file("run")]
      + flags
    #expect(try ChaffProcess(arguments).status == 0)
    let whole = try outcomes()
    let journal = folder.file("run/records.jsonl")
    let text = try String(contentsOfFile: journal, encoding: .utf8)
    try String(text.prefix(text.count / 2)).write(toFile: journal, atomically: true, encoding: .utf8)
    let resumed = try ChaffProcess("resume", folder.file("run"), "--quiet")
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(try outcomes() == whole)
    try picture([1, 2, 3], "data/red/near.png")
    let changed = try ChaffProcess("resume", folder.file("run"), "--quiet")
    #expect(changed.status == 1 && changed.error.contains("the data"))
  }

  @Test func channelsMayBeLastAndAxesConcluded() throws {
    try Self.write(layout: .channelsLast, to: folder.file("last.onnx"))
    try card("last", "")
    let process = try attack("--size", "16/255", "--steps", "5", card: "last.yaml", isPlain: false)
    #expect(process.status == 0, "\(process.error)")
    #expect(try outcomes().filter { $0.hasSuffix("succeeded") }.count == 2)
    let caveats = try #require(object("run/run.json")["caveats"] as? [String])
    #expect(caveats.contains("The model's axes were not stated; height, width, channel were taken."))
    #expect(FileManager.default.fileExists(atPath: folder.file("run/figures")))
  }

  @Test func onlyStorableImagesAreSearched() throws {
    let process = try attack(
      "--attack", "pgd", "--size", "14.3/255", "--steps", "10", "--only", "red", "--plausible", "quantized")
    #expect(process.status == 0, "\(process.error)")
    let record = try #require(records().last)
    #expect(record["succeededAfterRounding"] as? Bool == true)
    let arrays = try #require(record["arrays"] as? [String: String])
    let file = try HDF5File(reading: folder.file("run/") + (arrays["shard"] ?? ""))
    let levels = try file.tensor(arrays["adversarial"] ?? "").scalars.map { $0 * 255 }
    #expect(levels.allSatisfy { abs($0 - $0.rounded()) < 1e-3 })
    #expect(try attack("--size", "0.1", "--plausible", "scatterer", "--force").error.contains("nonnegative, quantized"))
  }

  // MARK: Data

  @Test func greyImagesAndMissingClassesAreSaid() throws {
    try FileManager.default.removeItem(atPath: folder.file("data/green"))
    try picture([100], "data/blue/grey.png")
    let process = try attack("--size", "0.1", "--steps", "1")
    #expect(process.status == 0, "\(process.error)")
    let caveats = try #require(object("run/run.json")["caveats"] as? [String])
    #expect(caveats.contains("1 of 4 images: grey is repeated on three channels."))
    #expect(caveats.contains("No image is of green: the results say nothing about them."))
  }

  @Test func anImageThatCannotBeReadIsARecordAndNotTheEnd() throws {
    try "torn".write(toFile: folder.file("data/red/torn.png"), atomically: true, encoding: .utf8)
    let process = try attack("--size", "0.1", "--steps", "1")
    #expect(process.status == 1)
    #expect(process.error.contains("1 sample could not be attacked") && process.error.contains("torn.png"))
    #expect(try outcomes().count == 5)
  }

  @Test func whatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws {
    try picture([1, 2, 3], "data/red/large.png", side: 9)
    let size = try attack("--size", "0.1")
    #expect(size.status == 1)
    #expect(size.error.contains("large.png: the image is 9 × 9, the model takes 8 × 8; use --resize 8x8"))
    #expect(try attack("--size", "0.1", "--resize", "8x8").status == 0)
    try picture([1, 2, 3], "data/moon/1.png")
    let moon = try attack("--size", "0.1", "--resize", "8x8", "--force")
    #expect(moon.error.contains("the folder 'moon' is none of the model's classes, which are 'red', 'green', 'blue'"))
    let unknown = try attack("--size", "0.1", "--resize", "8x8", "--force", "--only", "yellow")
    #expect(unknown.error.contains("there is no class 'yellow'"))
    let frames = try attack("--size", "0.1", "--only", "green", "--region", "frames:1-2", "--force")
    #expect(frames.status != 0 && frames.error.contains("time"))
  }

  @Test func aTableOfLabelsServesAsWell() throws {
    let table = "file,label,subject\nred/near.png,red,1\ngreen/near.png,1,2\n"
    try table.write(toFile: folder.file("data/labels.csv"), atomically: true, encoding: .utf8)
    let process = try ChaffProcess(
      "attack", "image", folder.file("colours.yaml"), "--data", folder.file("data/labels.csv"), "--samples",
      "subject:2", "--size", "16/255", "--steps", "5", "--output", folder.file("run"))
    #expect(process.status == 0, "\(process.error)")
    #expect(try outcomes() == ["green/near.png succeeded"])
    let files = try #require((object("run/run.json")["data"] as? [String: Any])?["files"] as? [[String: Any]])
    #expect(files.compactMap { $0["path"] as? String } == ["green/near.png", "labels.csv"])
  }

  /// Pictures are read as fractions; arrays of floating-point numbers may hold 0 to 255.
  @Test func aTransformForWholeNumbersIsRefusedForPicturesAndTakenForArrays() throws {
    let card = folder.file("colours.yaml")
    func score() throws -> ChaffProcess {
      try ChaffProcess("score", "image", card, "--data", folder.file("data"), "--transform", "scale:1/255", "--json")
    }
    let predicted = try ChaffProcess("predict", card, folder.file("data/red/far.png"), "--transform", "scale:1/255")
    for process in [try score(), predicted, try attack("--size", "16/255", "--transform", "scale:1/255")] {
      #expect(process.status == 1 && process.error.contains("would be scaled twice"), "\(process.error)")
    }
    try FileManager.default.removeItem(atPath: folder.file("data"))
    for (place, name) in ["red", "green", "blue"].enumerated() {
      try FileManager.default.createDirectory(atPath: folder.file("data/\(name)"), withIntermediateDirectories: true)
      let plane = Self.side * Self.side
      let scalars = (0..<3 * plane).map { $0 / plane == place ? 255 : 0 as Float }
      try Tensor(shape: [3, Self.side, Self.side], scalars: scalars).writeNPY(to: folder.file("data/\(name)/1.npy"))
    }
    let arrays = try score()
    #expect(arrays.status == 0 && arrays.output.contains(#""accuracy":1,"#), "\(arrays.output) \(arrays.error)")
  }

  // MARK: Other commands

  @Test func scorePredictInspectAndExplainTakeImages() throws {
    let card = folder.file("colours.yaml")
    let score = try ChaffProcess("score", "image", card, "--data", folder.file("data"), "--json")
    #expect(score.status == 0 && score.output.contains(#""accuracy":1,"#), "\(score.output) \(score.error)")
    #expect(score.output.contains(#""confusion":[[2,0,0],[0,1,0],[0,0,1]]"#))
    let one = try ChaffProcess("predict", card, folder.file("data/blue/far.png"))
    #expect(one.status == 0 && one.output.contains("far.png: blue  [0.0000 0.0000 10.0000]"), "\(one.error)")
    let many = try ChaffProcess("predict", card, folder.file("data"), "--batch", "3", "--json")
    #expect(many.status == 0 && many.output.contains(#""shape":[4,3]"#), "\(many.output) \(many.error)")
    let inspected = try ChaffProcess("inspect", folder.file("data"))
    #expect(inspected.status == 0, "\(inspected.error)")
    #expect(inspected.output.contains("folder of 4 images in 3 classes"))
    #expect(inspected.output.contains("4 × PNG 8 × 8, 8-bit RGB"))
    let explained = try ChaffProcess(
      "explain", card, folder.file("data/red/far.png"), "--output", folder.file("heat.png"))
    #expect(explained.status == 0, "\(explained.error)")
    #expect(FileManager.default.fileExists(atPath: folder.file("heat.png")))
  }

  @Test func experimentsTakeImages() throws {
    let yaml = """
      data: data
      samples: all
      batch: 2
      sanity: false
      victims: [{name: colours, card: colours.yaml}]
      attacks:
        - {attack: pgd, norm: linf, sizes: [4/255, 16/255], steps: 5, regions: [all, "box:height=0-3,width=0-7"]}
        - {attack: fmn, norm: l2, steps: 20}
      """
    try yaml.write(toFile: folder.file("experiment.yaml"), atomically: true, encoding: .utf8)
    let dry = try ChaffProcess("run", folder.file("experiment.yaml"), "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("1 victim, 4 images, 5 attacks in all"), "\(dry.error)")
    let process = try ChaffProcess("run", folder.file("experiment.yaml"), "--output", folder.file("out"), "--json")
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains(#""task":"image""#) || FileManager.default.fileExists(atPath: folder.file("out")))
    let plan = try object("out/runs/colours/run.json")
    #expect(plan["task"] as? String == "image")
    #expect((plan["samples"] as? [String])?.count == 4)
    #expect(FileManager.default.fileExists(atPath: folder.file("out/report.html")))
  }
}
