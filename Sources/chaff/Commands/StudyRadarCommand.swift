import ArgumentParser
import Engine
import Evaluation
import Foundation
import HDF5
import Reports
import Tensors

struct StudyRadarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "radar",
    abstract: "Threat models, padding attacks, frame importance, defences: the radar study of a YAML file.",
    discussion: """
      Examples:
        chaff study radar studies/radar-default.yaml --output studies/default
        chaff study radar studies/radar-default.yaml --output studies/look --quick
        chaff study radar studies/radar-default.yaml --output studies/padding --only padding,defences
      Interrupted, the same command goes on where it was. docs/study.md lists the keys of the file.
      """)

  @Argument(help: "The study: victims, recordings, attacks, experiments.", completion: .file(extensions: ["yaml"]))
  var study: String
  @Option(
    name: .shortAndLong, help: "The study folder to make or to go on with; by default the file's name without ending.",
    completion: .directory)
  var output: String?
  @Flag(help: "A first look in about a minute: few recordings, few steps.") var quick = false
  @Option(
    help: "Only these experiments: \(StudyExperiment.allCases.dropFirst().map(\.rawValue).joined(separator: ", ")).")
  var only: String?
  @Option(help: "Arithmetic of the searches: auto, f32, exact or bf16; by default what the file says.")
  var precision: PrecisionChoice?
  @OptionGroup var memory: MemoryOptions
  @Flag(help: "Start anew where the folder holds another study.") var force = false
  @Flag(inversion: .prefixedNo, help: "Build report.html.") var report = true
  @Flag(help: "Print the result as one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    let known = StudyExperiment.allCases.dropFirst().map(\.rawValue)
    if let unknown = wanted?.first(where: { !known.contains($0) }) {
      throw ValidationError("--only does not know '\(unknown)'; there are \(known.joined(separator: ", "))")
    }
  }

  private var wanted: [String]? {
    only?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  func run() throws {
    var file = try StudyFile(contentsOf: study)
    if quick { file = file.quick }
    if let precision { file.precision = precision }
    _ = try file.precision.resolved()
    file.recomputes = file.recomputes || memory.recomputes
    if let wanted { file.experiments = Set(wanted.compactMap(StudyExperiment.init)) }
    let folder = output ?? URL(fileURLWithPath: study).deletingPathExtension().lastPathComponent
    let work = RadarStudy(
      file: file, output: folder, force: force, isQuiet: quiet, arguments: Array(CommandLine.arguments))
    let result = try work.carryOut()
    let page = report ? try StudyReport.build(folder: folder, arrays: StudyArrays(folder: folder)) : nil
    guard !quiet else { return }
    if json { return Console.print(try JSONText.of(result)) }
    for line in StudySummaryText(result).lines { Console.print(line) }
    if let page { Console.print("Report: \(page)") }
  }
}

/// The arrays of a study's examples, read from its folder.
private struct StudyArrays: ArrayLoading {
  let folder: String

  func array(_ dataset: String, in file: String) throws -> Tensor {
    try HDF5File(reading: folder + "/" + file).tensor(dataset)
  }
}
