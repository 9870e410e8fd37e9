import Foundation
import Tensors
import TestSupport
import Testing

/// What a clumsy user gets: one line that says what is wrong, and never a crash.
@Suite(.enabled(if: SharedMaterial.path("fixtures") != nil, "needs the shared fixtures"))
struct BadInputTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func shared(_ path: String) throws -> String { try #require(SharedMaterial.path(path)) }

  private func expectRefusal(_ words: String, _ arguments: String...) throws {
    let process = try ChaffProcess(arguments)
    #expect(process.status == 1)
    #expect(process.error.contains(words), "\(process.error)")
    #expect(process.error.hasPrefix("Error: "))
    #expect(process.error.split(separator: "\n").count == 1)
  }

  @Test func inputsThatAreNoNumbersAreRefused() throws {
    var input = try Tensor(npyContentsOf: shared("fixtures/conv3d_gesture.input.npy"))
    input.withUnsafeMutableScalars { $0[5] = .nan }
    let path = folder.file("nan.npy")
    try input.writeNPY(to: path)
    try expectRefusal("[0, 0, 0, 0, 5] is nan", "predict", shared("fixtures/conv3d_gesture.onnx"), path)
  }

  @Test func classNamesMustFitTheModel() throws {
    try expectRefusal(
      "names 2 classes", "predict", shared("fixtures/conv3d_gesture.onnx"), shared("fixtures/conv3d_gesture.input.npy"),
      "--classes", "a,b")
  }

  @Test func cotangentsMustHaveTheShapeOfTheAnswers() throws {
    let path = folder.file("cotangent.npy")
    try Tensor(shape: [1, 6]).writeNPY(to: path)
    try expectRefusal(
      "[2, 6]", "gradient", shared("fixtures/conv3d_gesture.onnx"), shared("fixtures/conv3d_gesture.input.npy"),
      "--cotangent", path)
  }

  @Test func foldersAndDevicesAreNotOverwrittenEvenWithForce() throws {
    for place in [folder.path, "/dev/null"] {
      try expectRefusal("name a file", "predict", "net.onnx", "x.npy", "--force", "--output", place)
    }
  }

  /// Recordings of another sensor in the folder of a model's classes.
  @Test func recordingsThatDoNotFitTheModelAreRefused() throws {
    let model = try shared("models/kkt3d/kkt3d.onnx")
    for name in ["background", "Stone", "Swing_Left", "Swing_Right"] {
      let path = folder.file("data/\(name)/0.h5")
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: shared("data/radar/soli/0_0_0.h5"), toPath: path)
    }
    try expectRefusal(
      "[4, 70, 32, 32]", "attack", "radar", model, "--data", folder.file("data"), "--axes",
      "channel,time,range,doppler", "--transform", "log1p:724", "--size", "0.1", "--output", folder.file("run"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
  }

  @Test func axesAreNeverGuessed() throws {
    try expectRefusal(
      "would all fit", "attack", "radar", shared("models/kkt3d/kkt3d.onnx"), "--data",
      shared("data/radar/kkt-gesture/originals_sample"), "--transform", "log1p:724", "--size", "0.1", "--output",
      folder.file("run"))
  }

  /// A closed stream, and a device that is full.
  @Test(arguments: [(">&-", Int32(0)), (">/dev/full", 1), (">/dev/full 2>&-", 1)])
  func outputThatNobodyTakesIsNoCrash(_ redirection: String, _ status: Int32) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "'\(ChaffProcess.executable.path)' inspect --no-gradient \"$0\" \(redirection)",
      try shared("fixtures/conv3d_gesture.onnx"),
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == status)
  }
}
