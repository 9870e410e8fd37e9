import Engine
import Foundation
import TestSupport
import Testing

/// `--precision`, on this processor and on one that oneDNN is told to take for an older one.
@Suite struct PrecisionCommandTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let older = ["ONEDNN_MAX_CPU_ISA": "AVX2"]
  private let model = root + "/models/radar-conv3d/model.yaml"

  @Test(arguments: [
    ["bench", "net.onnx"], ["attack", "radar", "m.onnx", "--data", "d", "--output", "o", "--size", "1"],
  ])
  func bf16IsRefusedWhereThereIsNone(_ arguments: [String]) throws {
    let process = try ChaffProcess(arguments + ["--precision", "bf16"], environment: Self.older)
    #expect(process.status == 2 && process.output.isEmpty)
    #expect(process.error.contains("--precision bf16: this processor has no bf16 arithmetic"))
    #expect(process.error.contains("use f32, or auto"))
  }

  @Test func aStudyIsRefusedToo() throws {
    let process = try ChaffProcess(
      ["study", "radar", Self.root + "/studies/radar-default.yaml", "--precision", "bf16"], environment: Self.older)
    #expect(process.status == 1 && process.output.isEmpty)
    #expect(process.error.contains("this processor has no bf16 arithmetic"), "\(process.error)")
  }

  @Test func autoFallsBackToF32() throws {
    let process = try ChaffProcess(
      ["bench", model, "--precision", "auto", "--repeats", "1", "--json"], environment: Self.older)
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("\"precision\" : \"f32\"") || process.output.contains("\"precision\":\"f32\""))
  }

  @Test func otherWordsAreWrongUsage() throws {
    #expect(try ChaffProcess("bench", "net.onnx", "--precision", "f16").status == 2)
  }

  /// The run says what was used, and every success in it is one in f32.
  @Test(.enabled(if: Precision.bf16.isAvailable, "this processor has no bf16 arithmetic"))
  func aRunSaysWhatWasUsed() throws {
    let folder = try TemporaryFolder()
    let run = folder.file("run")
    let process = try ChaffProcess(
      "attack", "radar", model, "--data", Self.root + "/datasets/radar-default", "--recordings", "0", "--only",
      "swipe-left", "--attack", "pgd", "--size", "8/255", "--steps", "2", "--precision", "bf16", "--no-heatmaps",
      "--sanity", "off",
      "--no-arrays", "--output", run, "--quiet")
    #expect(process.status == 0, "\(process.error)")
    for file in ["run.json", "report.html"] {
      let text = try String(contentsOfFile: run + "/" + file, encoding: .utf8)
      #expect(text.contains("bf16 for looks with gradient, f32 for every success"), "\(file) does not say it")
    }
  }
}
