import ArgumentParser
import Foundation

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Both main jobs on real data: a padding-only radar attack, and a mask of the attacker's choice.",
    discussion: """
      Example: chaff demo --data ../shared/data --models ../shared/models --output runs/demo
      Looked for: DATA/radar/kkt-gesture (KKT recordings) with MODELS/kkt3d/kkt3d.onnx, and
      DATA/segmentation/chase_db1 (CHASE_DB1) with MODELS/m2unet/M2UNetCHASEDB1.opset11.onnx.
      """)

  @Option(help: "Folder of data sets.", completion: .directory) var data: String
  @Option(help: "Folder of models; by default the folder 'models' beside the data.", completion: .directory)
  var models: String?
  @Option(name: .shortAndLong, help: "Where the two run folders go.", completion: .directory) var output = "runs/demo"
  @Flag(help: "Replace an earlier demo.") var force = false
  @Flag(help: "Fewer iterations.") var quick = false

  func run() throws {
    let models = models ?? URL(fileURLWithPath: data).deletingLastPathComponent().appendingPathComponent("models").path
    let scenes = DemoScene.all(data: data, models: models, output: output, quick: quick)
    let missing = scenes.flatMap(\.missing)
    guard missing.isEmpty else { throw DemoIncomplete(missing: missing) }
    for scene in scenes {
      Console.error(scene.title)
      let arguments = scene.arguments + (force ? ["--force"] : [])
      guard let command = try Chaff.parseAsRoot(arguments) as? any RunCommand else { continue }
      try command.execute(arguments: ["chaff"] + arguments, isResumed: false)
    }
    let page = try RunReport.combine(
      scenes.map { ($0.output, $0.title) }, title: "What attacks did to two networks", output: output)
    Console.print("Report of both: \(page)")
  }
}

/// One job of the demonstration: what it needs, and the command that does it.
private struct DemoScene {
  let title: String
  let needs: [String]
  /// The run folder.
  let output: String
  /// Of the command, without the folder it writes.
  let settings: [String]

  var arguments: [String] { settings + ["--output", output] }
  var missing: [String] { needs.filter { !FileManager.default.fileExists(atPath: $0) } }

  static func all(data: String, models: String, output: String, quick: Bool) -> [DemoScene] {
    [radar(data, models, output), segmentation(data, models, output, quick)]
  }

  private static func radar(_ data: String, _ models: String, _ output: String) -> DemoScene {
    let (recordings, model) = (data + "/radar/kkt-gesture/originals_sample", models + "/kkt3d/kkt3d.onnx")
    return DemoScene(
      title: "Radar: only frames in which no gesture happens may change",
      needs: [recordings, model], output: output + "/radar-idle-frames",
      settings: [
        "attack", "radar", model, "--data", recordings, "--axes", "channel,time,range,doppler", "--transform",
        "log1p:724", "--bounds", "0:1", "--classes", "background,Stone,Swing_Left,Swing_Right", "--attack", "pgd",
        "--size", "16/255", "--steps", "40", "--region", "idle",
      ])
  }

  private static func segmentation(_ data: String, _ models: String, _ output: String, _ quick: Bool) -> DemoScene {
    let (images, model) = (data + "/segmentation/chase_db1", models + "/m2unet/M2UNetCHASEDB1.opset11.onnx")
    return DemoScene(
      title: "Segmentation: the network is made to draw the vessels of another eye",
      needs: [images, model], output: output + "/segmentation-vessels",
      settings: [
        "attack", "segmentation", model, "--data", images, "--mask-suffix", "_1stHO", "--crop", "18,0,960,960",
        "--bounds", "0:1", "--samples", "Image_01L", "--target", "sample:Image_02L", "--iterations",
        quick ? "20" : "150", "--goal", quick ? "0.4" : "0.9",
      ])
  }
}

private struct DemoIncomplete: Error, CustomStringConvertible {
  let missing: [String]
  var description: String {
    "the demo does not find \(missing.joined(separator: ", ")); 'chaff demo --help' says what is looked for where"
  }
}
