import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct UsageTests {
  @Test func helpNamesEveryCommandAndExits0() throws {
    let help = try ChaffProcess("--help")
    #expect(help.status == 0)
    for command in [
      "inspect", "networks", "simulate", "train", "predict", "gradient", "score", "attack", "explain", "study",
      "report",
      "resume", "bench", "demo",
    ] {
      #expect(help.output.contains("  \(command) "), "\(command) is missing")
    }
  }

  @Test(arguments: [
    ["nonsense"], ["predict"], ["attack", "radar"], ["bench", "net.onnx", "--batch", "0"],
    ["bench", "training", "radar-conv3d", "--repeats", "0"], ["bench", "net.onnx", "--repeats", "0"],
    ["bench", "first-layers", "--repeats", "10001"],
    ["gradient", "net.onnx", "x.npy"], ["attack", "radar", "m.onnx", "--data", "d", "--output", "o", "--size", "-1"],
    ["attack", "radar", "m.onnx", "--data", "d", "--output", "o", "--size", "0.1", "--region", "nowhere"],
    ["attack", "radar", "m.onnx", "--data", "d", "--output", "o"],
    ["attack", "radar", "m.onnx", "--data", "d", "--output", "o", "--attack", "cw", "--norm", "linf"],
    ["attack", "radar", "m.onnx", "--data", "d", "--output", "o", "--size", "1", "--plausible", "nonnegative,loud"],
    ["study", "radar"], ["study", "radar", "s.yaml", "--only", "padding,everything"],
  ])
  func wrongUsageExits2(_ arguments: [String]) throws {
    let process = try ChaffProcess(arguments)
    #expect(process.status == 2)
    #expect(process.error.contains("Error"))
    #expect(process.output.isEmpty)
  }

  @Test func aMissingModelIsOneLineAndExits1() throws {
    let process = try ChaffProcess("predict", "/nowhere/net.onnx", "x.npy")
    #expect(process.status == 1)
    #expect(process.error.split(separator: "\n").count == 1)
    #expect(process.error.contains("/nowhere/net.onnx"))
  }

  @Test func nothingIsOverwrittenWithoutForce() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("kept.npy")
    try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
    let process = try ChaffProcess("predict", "net.onnx", "x.npy", "--output", path)
    #expect(process.status == 1)
    #expect(process.error.contains("--force"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
  }
}
