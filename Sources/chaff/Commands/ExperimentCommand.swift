import ArgumentParser
import Engine
import Evaluation
import Foundation
import Reports

struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "An experiment from a YAML file: victims, attacks, sizes, regions, goals and seeds, all with all.",
    discussion: """
      Examples:
        chaff run experiments/radar-default.yaml --dry-run
        chaff run experiments/radar-default.yaml --output runs/experiment
        chaff run experiments/radar-default.yaml --output runs/part1 --shard 1/2
      Interrupted or killed, the same command goes on where it was. docs/experiment.md lists the keys of the file.
      """)

  @Argument(help: "The experiment.", completion: .file(extensions: ["yaml"])) var experiment: String
  @Option(
    name: .shortAndLong, help: "The folder to make or to go on with; by default the file's name without ending.",
    completion: .directory)
  var output: String?
  @Flag(
    name: .customLong("dry-run"), help: "Check everything, say what would be done and what it would cost; do nothing.")
  var dryRun = false
  @Option(help: "Only this part of the samples, such as 2/4; 'chaff merge' joins the parts.") var shard: Shard?
  @Option(help: "Arithmetic of the searches: auto, f32, exact or bf16; by default what the file says.")
  var precision: PrecisionChoice?
  @OptionGroup var memory: MemoryOptions
  @Option(help: "Probe the victims before the first sample: on or off; by default what the file says.")
  var sanity: RunOptions.Sanity?
  @Flag(help: "Start anew where the folder holds another experiment.") var force = false
  @Flag(inversion: .prefixedNo, help: "Build report.html.") var report = true
  @Flag(help: "Print the result as one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func run() throws {
    var file = try ExperimentFile(contentsOf: experiment)
    if let precision { file.precision = precision }
    file.recomputes = file.recomputes || memory.recomputes
    if let sanity { file.probes = sanity == .on }
    _ = try file.precision.resolved()
    let folder = output ?? URL(fileURLWithPath: experiment).deletingPathExtension().lastPathComponent
    let work = Experiment(
      file: file, output: folder, shard: shard, force: force, isQuiet: quiet, arguments: Array(CommandLine.arguments))
    let prepared = try work.prepared()
    if dryRun {
      for line in try ExperimentEstimate(prepared, shard: shard).lines { Console.print(line) }
      return
    }
    let result = try work.carryOut(prepared)
    try ExperimentOutcome(result: result, folder: folder).present(report: report, json: json, quiet: quiet)
  }
}

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Join the parts of an experiment that 'chaff run --shard' made.",
    discussion: "Example: chaff merge runs/part1 runs/part2 --output runs/whole")

  @Argument(help: "The folders of all parts.", completion: .directory) var parts: [String]
  @Option(name: .shortAndLong, help: "The folder to make.", completion: .directory) var output: String
  @Flag(help: "Replace an experiment that is there.") var force = false
  @Flag(inversion: .prefixedNo, help: "Build report.html.") var report = true
  @Flag(help: "Print the result as one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func run() throws {
    let merge = ExperimentMerge(
      parts: parts.map(ExperimentFolder.init), into: ExperimentFolder(output), force: force,
      commandLine: Array(CommandLine.arguments))
    let result = try merge.merged()
    try ExperimentOutcome(result: result, folder: output).present(report: report, json: json, quiet: quiet)
    if result.state != .complete { throw MergedInPart(folder: output, lacks: try merge.lacks()) }
  }
}

/// Parts that are not the whole experiment; what they have is written.
private struct MergedInPart: Error, CustomStringConvertible {
  let folder: String
  let lacks: [String]

  var description: String {
    "\(folder) is not the whole experiment, and holds only batches of samples that are complete"
      + (lacks.isEmpty ? "" : "; it lacks \(lacks.joined(separator: ", "))")
      + ": finish the parts and merge all of them"
  }
}

/// A finished experiment, as the caller wants to hear of it.
private struct ExperimentOutcome {
  let result: ExperimentResult
  let folder: String

  /// - Throws: `LimitsBroken` or `SamplesFailed` where the records have either; all is written and said before.
  func present(report: Bool, json: Bool, quiet: Bool) throws {
    let page = report ? try ExperimentReport(result: result).write(to: folder) : nil
    if !quiet { try print(page, json: json) }
    let experiment = ExperimentFolder(folder)
    try RunVerdict.check(
      result.description.victims.map(experiment.runFolder).filter {
        FileManager.default.fileExists(atPath: RunPaths(folder: $0).description)
      })
  }

  private func print(_ page: String?, json: Bool) throws {
    if json { return Console.print(try JSONText.of(result)) }
    for line in ExperimentText(result).lines { Console.print(line) }
    if let page { Console.print("Report: \(page)") }
  }
}
