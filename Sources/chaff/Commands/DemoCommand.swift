import ArgumentParser
import Engine

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Both main jobs on the embedded data: a padding-only radar attack, and masks of the attacker's choice.",
    discussion: """
      Example: chaff demo --output runs/demo
      Looked for: DATA/radar-default with MODELS/radar-conv3d/model.yaml, and DATA/skin-default with
      MODELS/skin-unet/model.yaml; all four are part of the repository.
      """)

  @Option(help: "Folder of the embedded data sets.", completion: .directory) var data = "datasets"
  @Option(help: "Folder of the default victims.", completion: .directory) var models = "models"
  @Option(name: .shortAndLong, help: "Where the run folders and the page go.", completion: .directory)
  var output = "runs/demo"
  @Flag(help: "Replace an earlier demo.") var force = false
  @Flag(help: "Fewer recordings, images and iterations.") var quick = false
  @OptionGroup var arithmetic: PrecisionOptions

  func run() throws {
    let scenes = DemoScene.all(data: data, models: models, output: output, quick: quick)
    let missing = scenes.flatMap(\.missing)
    guard missing.isEmpty else { throw DemoIncomplete(missing: missing) }
    for scene in scenes {
      try play(scene)
      for line in try DemoOutcome(of: scene).lines { Console.print(line) }
    }
    let page = try RunReport.combine(
      scenes.map { ($0.output, $0.title) }, title: "What attacks did to two networks", output: output)
    Console.print("Networks and data are made up: this shows how attacks behave, and says nothing about a product.")
    Console.print("Report of all: \(page)")
  }

  private func play(_ scene: DemoScene) throws {
    let arguments =
      scene.arguments + ["--precision", arithmetic.precision.rawValue, "--quiet"] + (force ? ["--force"] : [])
    guard let command = try Chaff.parseAsRoot(arguments) as? any RunCommand else { return }
    try command.execute(arguments: ["chaff"] + arguments, isResumed: false)
  }
}

private struct DemoIncomplete: Error, CustomStringConvertible {
  let missing: [String]
  var description: String {
    var named: [String] = []
    for path in missing where !named.contains(path) { named.append(path) }
    return "the demo does not find \(named.joined(separator: ", ")); 'chaff demo --help' says what is looked for where"
  }
}
