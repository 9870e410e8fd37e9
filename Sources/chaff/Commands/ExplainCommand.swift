import ArgumentParser
import Explanations
import Graphs
import Tensors
import Victims

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Where a model looks: the Grad-CAM heat map of one recording, image or array.",
    discussion: """
      Examples:
        chaff explain models/radar-conv3d/model.yaml datasets/radar-default/drumming/s21_1_001.h5 --output heat.png
        chaff explain models/skin-unet/model.yaml datasets/skin-default/images/lesion_0001.png --class lesion \\
          --output heat.npy
      The output is the map's values (.npy), or a picture (.png): a filmstrip of a sequence, or the image beside itself
      with the map over it. 'chaff inspect MODEL --layers' lists the layers.
      """)

  @OptionGroup var model: ModelOptions
  @Argument(
    help: "A recording (.h5), an image (PNG, JPEG, TIFF, DICOM), or an array (.npy) in the model's input units.",
    completion: .file())
  var input: String
  @Option(help: "The layer to look at; by default the last convolution with its activation.") var layer: String?
  @Option(name: .customLong("class"), help: "The class to explain, by name or number; by default the predicted one.")
  var wantedClass: String?
  @Option(help: "Which sample of an array of several, from 0.") var sample = 0
  @OptionGroup var framing: FramingOptions
  @OptionGroup var geometry: GeometryOptions
  @OptionGroup var output: OutputOptions
  @Flag(help: "Print one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    if let path = output.output, HeatMapFile.format(of: path) == nil {
      throw ValidationError("--output must end in .npy (the values) or .png (a filmstrip or overlay), is '\(path)'")
    }
    guard sample >= 0 else { throw ValidationError("--sample counts from 0, is \(sample)") }
  }

  func run() throws {
    let path = try output.path()
    let loaded = try model.load()
    var input = try InputReader(model: loaded, framing: framing, geometry: geometry, sample: sample).input(
      at: self.input)
    let victim = try loaded.victim(largestBatch: 1)
    let runner = victim.runner
    if let activation = loaded.finalActivation { input.notes.append(activation.caveat) }
    let choice = try ScoreChoice(victim, at: input.values, card: loaded.card, wanted: wantedClass)
    let map = try GradCAM(layer: layer)(of: input.values, axes: input.axes, score: choice.score, by: victim)
    if let path {
      let picture = HeatMapPicture(
        map: map, input: input, bounds: input.bounds(loaded.card),
        title: "Grad-CAM of \(choice.name(choice.explained))",
        logits: choice.pixelCounts == nil ? nil : choice.logits)
      try HeatMapFile.write(map, picture: picture, to: path)
    }
    guard !quiet else { return }
    let report = HeatMapReport(
      map, of: input, path: self.input, choice: choice, layer: try runner.layerName(map.layer), output: path)
    Console.print(try json ? report.json() : report.text(choice))
  }
}

extension ModelRunner {
  /// A layer as `chaff inspect --layers` calls it; the default one is known by its place only.
  fileprivate func layerName(_ place: String) throws -> String {
    try layers.first { $0.output.description == place }?.name ?? place
  }
}
