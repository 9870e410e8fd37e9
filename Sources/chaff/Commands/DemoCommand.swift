import ArgumentParser
import Engine
import Foundation

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Both main jobs on the embedded data: a padding-only radar attack, and a mask of the attacker's choice.",
    discussion: """
      Example: chaff demo --output runs/demo
      Looked for: DATA/radar-default with MODELS/radar-conv3d/model.yaml, and DATA/fundus-default with
      MODELS/small-unet/model.yaml; all four are part of the repository.
      """)

  @Option(help: "Folder of the embedded data sets.", completion: .directory) var data = "datasets"
  @Option(help: "Folder of the default victims.", completion: .directory) var models = "models"
  @Option(name: .shortAndLong, help: "Where the run folders and the page go.", completion: .directory)
  var output = "runs/demo"
  @Flag(help: "Replace an earlier demo.") var force = false
  @Flag(help: "Fewer recordings and iterations.") var quick = false
  @OptionGroup var arithmetic: PrecisionOptions

  func run() throws {
    let scenes = DemoScene.all(data: data, models: models, output: output, quick: quick)
    let missing = scenes.flatMap(\.missing)
    guard missing.isEmpty else { throw DemoIncomplete(missing: missing) }
    for scene in scenes {
      Console.error(scene.title)
      let arguments =
        scene.arguments + ["--precision", arithmetic.precision.rawValue] + (force ? ["--force"] : [])
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
    [radar(data, models, output, quick), segmentation(data, models, output, quick)]
  }

  private static func radar(_ data: String, _ models: String, _ output: String, _ quick: Bool) -> DemoScene {
    let (recordings, model) = (data + "/radar-default", models + "/radar-conv3d/model.yaml")
    return DemoScene(
      title: "Radar: only the padding after the recording may change",
      needs: [recordings, model], output: output + "/radar-padding",
      settings: [
        "attack", "radar", model, "--data", recordings, "--recordings", "subject:21", "--attack", "pgd",
        "--size", "8/255", "--steps", quick ? "10" : "40", "--region", "padding",
      ])
  }

  private static func segmentation(_ data: String, _ models: String, _ output: String, _ quick: Bool) -> DemoScene {
    let (images, model) = (data + "/fundus-default", models + "/small-unet/model.yaml")
    return DemoScene(
      title: "Segmentation: the network is made to draw the vessels of another eye",
      needs: [images, model], output: output + "/segmentation-vessels",
      settings: [
        "attack", "segmentation", model, "--data", images, "--samples", quick ? "eye_0001" : "eye_0001..eye_0002",
        "--target",
        "sample:eye_0005", "--iterations", quick ? "40" : "150", "--goal", "0.9",
      ])
  }
}

private struct DemoIncomplete: Error, CustomStringConvertible {
  let missing: [String]
  var description: String {
    "the demo does not find \(missing.joined(separator: ", ")); 'chaff demo --help' says what is looked for where"
  }
}
