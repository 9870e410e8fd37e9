import Foundation
import Images
import TestSupport
import Testing

/// A classifier in use: the direction of a line of text (PaddleOCR through RapidOCR), shapes open, softmax at the end.
@Suite(.enabled(if: SharedMaterial.path("models/rapidocr") != nil, "needs the shared models"))
struct SharedImageTests {
  @Test func theDirectionOfTextIsAttackedOnItsLogits() throws {
    let folder = try TemporaryFolder()
    let model = try #require(SharedMaterial.path("models/rapidocr/ch_ppocr_mobile_v2.0_cls_infer.onnx"))
    let card = """
      model: \(model)
      task: classification
      axes: [channel, height, width]
      shape: [3, 48, 192]
      bounds: [0, 1]
      classes: ["0", "180"]
      mean: [0.5, 0.5, 0.5]
      deviation: [0.5, 0.5, 0.5]
      """
    try card.write(toFile: folder.file("direction.yaml"), atomically: true, encoding: .utf8)
    for (label, isTurned) in [("0", false), ("180", true)] {
      try FileManager.default.createDirectory(atPath: folder.file("data/\(label)"), withIntermediateDirectories: true)
      try Self.line(isTurned: isTurned).writePNG(to: folder.file("data/\(label)/line.png"))
    }
    let process = try ChaffProcess(
      "attack", "image", folder.file("direction.yaml"), "--data", folder.file("data"), "--attack", "fgsm", "--size",
      "32/255", "--output", folder.file("run"), "--quiet", "--sanity", "off", "--no-heatmaps", "--no-report")
    #expect(process.status == 0, "\(process.error)")
    let data = try #require(FileManager.default.contents(atPath: folder.file("run/run.json")))
    let run = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let caveats = try #require(run["caveats"] as? [String])
    #expect(caveats.contains { $0.lowercased().contains("softmax") }, "\(caveats)")
    let records = try String(contentsOfFile: folder.file("run/records.jsonl"), encoding: .utf8)
    // It reads both lines rightly, so that both are attacked.
    #expect(records.split(separator: "\n").count == 2 && !records.contains("alreadyMisclassified"))
  }

  /// A row of uprights that stand on a base line: something with an upper and a lower side.
  private static func line(isTurned: Bool) -> Image {
    var bytes: [UInt8] = []
    for index in 0..<48 * 192 {
      let place = isTurned ? 48 * 192 - 1 - index : index
      let (row, column) = (place / 192, place % 192)
      let isInk = (row > 34 && row < 38) || (row > 10 && row < 38 && column % 17 < 4)
      bytes += [UInt8](repeating: isInk ? 20 : 235, count: 3)
    }
    return Image(width: 192, height: 48, colour: .rgb, bytes: bytes)
  }
}
