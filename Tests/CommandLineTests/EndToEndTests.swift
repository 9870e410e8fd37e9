import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

/// From real files to a report, with the shared models.
@Suite(.enabled(if: SharedMaterial.path("models") != nil, "needs the shared models and data"))
struct EndToEndTests {
  private func shared(_ path: String) throws -> String { try #require(SharedMaterial.path(path)) }

  private func card(in folder: TemporaryFolder) throws -> String {
    let text = """
      model: \(try shared("models/kkt3d/kkt3d.onnx"))
      axes: [channel, time, range, doppler]
      transform: [log1p:724]
      bounds: [0, 1]
      classes: [background, Stone, Swing_Left, Swing_Right]
      """
    try text.write(toFile: folder.file("kkt3d.yaml"), atomically: true, encoding: .utf8)
    return folder.file("kkt3d.yaml")
  }

  @Test func predictWritesTheReferenceLogits() throws {
    let folder = try TemporaryFolder()
    let process = try ChaffProcess(
      "predict", shared("fixtures/conv3d_gesture.onnx"), shared("fixtures/conv3d_gesture.input.npy"), "--output",
      folder.file("y.npy"), "--quiet")
    #expect(process.status == 0, "\(process.error)")
    let reference = try Tensor(npyContentsOf: shared("fixtures/conv3d_gesture.logits.npy"))
    #expect(Conformance.error(try Tensor(npyContentsOf: folder.file("y.npy")), reference) < 1e-4)
  }

  /// Idle frames only: every action frame of the adversarial arrays is bit for bit the clean one.
  @Test func anIdleFrameAttackLeavesTheActionAloneAndAReportBehind() throws {
    let folder = try TemporaryFolder()
    let run = folder.file("run")
    let process = try ChaffProcess(
      "attack", "radar", card(in: folder), "--data", shared("data/radar/kkt-gesture/originals_sample"), "--only",
      "Stone,Swing_Left", "--size", "16/255", "--steps", "3", "--region", "idle", "--output", run, "--quiet")
    #expect(process.status == 0, "\(process.error)")
    #expect(FileManager.default.fileExists(atPath: run + "/report.html"))
    let lines = try String(contentsOfFile: run + "/records.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines { try checkFrames(of: line, in: run) }
  }

  private func checkFrames(of line: Substring, in run: String) throws {
    let record = try JSONDecoder().decode(Record.self, from: Data(line.utf8))
    let file = try HDF5File(reading: run + "/" + record.arrays.shard)
    let clean = try file.tensor(record.arrays.clean), adversarial = try file.tensor(record.arrays.adversarial)
    #expect(record.frames.kinds.contains("action") && record.frames.kinds.contains("idle"))
    var changed = 0
    for (index, pair) in zip(clean.scalars, adversarial.scalars).enumerated()
    where pair.0.bitPattern != pair.1.bitPattern {
      let frame = index / (32 * 32) % 70
      #expect(record.frames.kinds[frame] != "action")
      changed += 1
    }
    #expect(changed > 0)
  }

  private struct Record: Decodable {
    struct Arrays: Decodable { let shard: String, clean: String, adversarial: String }
    struct Frames: Decodable { let kinds: [String] }
    let arrays: Arrays
    let frames: Frames
  }
}
