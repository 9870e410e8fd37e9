import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

/// `chaff train`, from files to a model that other commands take.
@Suite struct TrainTests {
  /// Recordings in the Soli layout, [time, 8 × 8], whose class is how many rows are bright.
  private static func recordings(in folder: TemporaryFolder, perClass: Int = 8) throws -> String {
    let data = folder.file("data")
    for (label, name) in ["large", "small"].enumerated() {
      try FileManager.default.createDirectory(atPath: "\(data)/\(name)", withIntermediateDirectories: true)
      for index in 0..<perClass {
        try write(label: label, index: index, frames: 4, to: "\(data)/\(name)/\(label)_0_\(index).h5")
      }
    }
    return data
  }

  private static func write(label: Int, index: Int, frames: Int, to path: String) throws {
    var stream = RandomStream(seed: UInt64(100 * label + index))
    var frame = Tensor(shape: [frames, 64])
    frame.withUnsafeMutableScalars { scalars in
      for place in scalars.indices {
        let isBright = place % 64 / 8 < (label == 0 ? 6 : 2)
        scalars[place] = 0.2 * stream.nextUniform() + (isBright ? 0.7 : 0)
      }
    }
    let writer = try HDF5Writer(creating: path)
    try writer.write(frame, to: "ch0")
    try writer.write(Tensor(repeating: Float(label), shape: [frames, 1]), to: "label", as: .int32)
    try writer.close()
  }

  private static func arguments(_ data: String, _ output: String, _ more: String...) -> [String] {
    [
      "train", "radar", "--data", data, "--output", output, "--test", "last:0.25", "--validation", "last:0.25",
      "--set", "widths=[2,4]", "--set", "timePooling=[1,1]", "--set", "spacePooling=[2,2]", "--batch", "4",
      "--augment", "noise:0.05", "--no-report", "--quiet",
    ] + more
  }

  private static func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func aTrainedNetworkIsAModelThatScoresAsTrainingSays() throws {
    let folder = try TemporaryFolder()
    let data = try Self.recordings(in: folder)
    let trained = folder.file("trained")
    let process = try ChaffProcess(Self.arguments(data, trained, "--epochs", "30", "--baselines"))
    #expect(process.status == 0, "\(process.error)")
    struct Description: Decodable {
      struct Result: Decodable {
        struct Test: Decodable { let confusion: [[Int]] }
        struct Baseline: Decodable { let name: String }
        let classification: Test
        let baselines: [Baseline]
      }
      let state: String
      let result: Result
    }
    let description = try JSONDecoder().decode(Description.self, from: Self.bytes(trained + "/training.json"))
    #expect(description.state == "complete")
    #expect(description.result.classification.confusion == [[2, 0], [0, 2]])
    #expect(description.result.baselines.map(\.name) == ["nearest neighbour", "linear classifier"])
    let score = try ChaffProcess("score", "radar", trained + "/model.yaml", "--data", data, "--recordings", "6-7")
    #expect(score.status == 0, "\(score.error)")
    #expect(score.output.contains("accuracy 1.0000 of 4"), "\(score.output)")
  }

  @Test func anInterruptedRunGoesOnToTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let data = try Self.recordings(in: folder)
    let (whole, halved) = (folder.file("whole"), folder.file("halved"))
    #expect(try ChaffProcess(Self.arguments(data, whole, "--epochs", "200")).status == 0)
    let process = Process()
    process.executableURL = ChaffProcess.executable
    process.arguments = Self.arguments(data, halved, "--epochs", "200")
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning, !FileManager.default.fileExists(atPath: halved + "/training.jsonl") { usleep(1000) }
    process.interrupt()
    process.waitUntilExit()
    // A machine fast enough has finished before the interruption came.
    #expect([0, 130].contains(process.terminationStatus))
    let resumed = try ChaffProcess("train", "--resume", halved)
    #expect(resumed.status == 0, "\(resumed.error)")
    for name in ["checkpoint.safetensors", "best.safetensors", "model.onnx", "model.yaml"] {
      #expect(try Self.bytes("\(whole)/\(name)") == Self.bytes("\(halved)/\(name)"), "\(name)")
    }
  }

  @Test func aFolderIsReplacedOnlyWhenAskedFor() throws {
    let folder = try TemporaryFolder()
    let data = try Self.recordings(in: folder, perClass: 4)
    let trained = folder.file("trained")
    try FileManager.default.createDirectory(atPath: trained, withIntermediateDirectories: true)
    try "mine".write(toFile: trained + "/notes.txt", atomically: true, encoding: .utf8)
    let refused = try ChaffProcess(Self.arguments(data, trained, "--epochs", "1"))
    #expect(refused.status == 1 && refused.error.contains("--force"))
    #expect(try ChaffProcess(Self.arguments(data, trained, "--epochs", "1", "--force")).status == 0)
    #expect(try String(contentsOfFile: trained + "/notes.txt", encoding: .utf8) == "mine")
  }

  @Test func recordingsThatDifferInShapeAreNamed() throws {
    let folder = try TemporaryFolder()
    let data = try Self.recordings(in: folder, perClass: 4)
    let writer = try HDF5Writer(creating: data + "/small/1_0_9.h5")
    try writer.write(Tensor(repeating: 0.5, shape: [4, 16]), to: "ch0")
    try writer.write(Tensor(repeating: 1, shape: [4, 1]), to: "label", as: .int32)
    try writer.close()
    let process = try ChaffProcess(Self.arguments(data, folder.file("trained"), "--epochs", "1"))
    #expect(process.status == 1)
    #expect(process.error.contains("1_0_9.h5"), "\(process.error)")
  }

  @Test(arguments: [
    (["--test", "90-99"], "selection"), (["--classes", "small,huge"], "huge"),
    (["--set", "wdths=[2]"], "wdths"), (["--set", "widths=two"], "widths"),
    (["--transform", "scale:100"], "--bounds"), (["--class-weights", "1,2,3"], "class weights"),
    (["--augment", "rotate"], "rotate"), (["--channels", "3"], "channels"),
    (["--adversarial", "pgd", "--size", "0.1", "--region", "height:0-3"], "height"),
  ])
  func whatCannotBeTrainedSaysWhy(_ more: [String], _ word: String) throws {
    let folder = try TemporaryFolder()
    let data = try Self.recordings(in: folder, perClass: 4)
    let process = try ChaffProcess(Self.arguments(data, folder.file("trained"), "--epochs", "1") + more)
    #expect(process.status == 1)
    #expect(process.error.contains(word), "\(process.error)")
    #expect(process.error.split(separator: "\n").count == 1, "\(process.error)")
  }

  @Test(arguments: [
    ["train", "radar", "--data", "d"], ["train", "radar", "--data", "d", "--output", "o", "--epochs", "0"],
    ["train", "radar", "--data", "d", "--output", "o", "--schedule", "linear"],
    ["train", "radar", "--data", "d", "--output", "o", "--augment", "blur:1"],
    ["train", "radar", "--data", "d", "--output", "o", "--adversarial", "pgd"],
    ["train", "radar", "--data", "d", "--output", "o", "--size", "0.1"],
    ["train", "segmentation", "--data", "d", "--output", "o", "--loss", "hinge"],
  ])
  func wrongUsageExits2(_ arguments: [String]) throws { #expect(try ChaffProcess(arguments).status == 2) }

  @Test func aSegmentationNetworkIsTrainedAndScored() throws {
    let folder = try TemporaryFolder()
    let (data, trained) = (folder.file("eyes"), folder.file("trained"))
    let made = try ChaffProcess(
      "simulate", "fundus", "--count", "5", "--size", "32", "--seed", "3", "--output", data)
    #expect(made.status == 0, "\(made.error)")
    let process = try ChaffProcess(
      "train", "segmentation", "--data", data, "--output", trained, "--epochs", "2", "--batch", "2", "--test",
      "first:1", "--validation", "first:1", "--set", "width=4", "--no-report", "--quiet")
    #expect(process.status == 0, "\(process.error)")
    let score = try ChaffProcess("score", "segmentation", trained + "/model.yaml", "--data", data)
    #expect(score.status == 0, "\(score.error)")
  }

  /// Networks whose masks are smaller than their images, as large, and of another family.
  @Test(arguments: [
    ["--network", "asma-unet", "--resize", "44x44", "--set", "width=2", "--set", "depth=2"],
    ["--network", "asma-unet-reflect", "--resize", "24x24", "--set", "width=2", "--set", "depth=2"],
    ["--network", "attention-unet", "--set", "width=2", "--set", "depth=2", "--class-weights", "balanced"],
    ["--network", "deeplab", "--set", "width=2", "--adversarial", "segpgd", "--size", "4/255"],
  ])
  func segmentationNetworksAreTrainedByName(_ network: [String]) throws {
    let folder = try TemporaryFolder()
    let (data, trained) = (folder.file("eyes"), folder.file("trained"))
    let made = try ChaffProcess("simulate", "fundus", "--count", "3", "--size", "32", "--seed", "3", "--output", data)
    #expect(made.status == 0, "\(made.error)")
    let process = try ChaffProcess(
      [
        "train", "segmentation", "--data", data, "--output", trained, "--epochs", "1", "--batch", "2", "--test",
        "first:1", "--no-report", "--quiet", "--augment", "flip,affine:10:0.1:0.05,gamma:0.2,gaussian:0.01",
      ] + network)
    #expect(process.status == 0, "\(process.error)")
    let geometry = network.contains("--resize") ? ["--resize", network[3]] : []
    let score = try ChaffProcess(["score", "segmentation", trained + "/model.yaml", "--data", data] + geometry)
    #expect(score.status == 0, "\(score.error)")
  }

  @Test func anImageThatDoesNotFitIsRefusedWithTheNearestSizes() throws {
    let folder = try TemporaryFolder()
    let data = folder.file("eyes")
    let made = try ChaffProcess("simulate", "fundus", "--count", "2", "--size", "32", "--output", data)
    #expect(made.status == 0, "\(made.error)")
    let process = try ChaffProcess(
      "train", "segmentation", "--data", data, "--output", folder.file("trained"), "--network", "asma-unet", "--resize",
      "200x572", "--set", "width=2")
    #expect(process.status == 1)
    #expect(process.error.contains("take 188 or 204 in place of 200"), "\(process.error)")
  }

  @Test func presetsAreListedWithTheirSizes() throws {
    let list = try ChaffProcess("networks")
    #expect(list.status == 0, "\(list.error)")
    #expect(list.output.contains("asma-unet:") && list.output.contains("7760130 parameters, 37845.9"), "\(list.output)")
  }
}
