import ArgumentParser
import Engine
import Evaluation
import Foundation
import Reports

struct StudySegmentationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation",
    abstract:
      "ASMA's ablation, smallest perturbations, worst cases, clinicians' goals: the segmentation study of a YAML file.",
    discussion: """
      Examples:
        chaff study segmentation studies/segmentation-default.yaml --dry-run
        chaff study segmentation studies/segmentation-default.yaml --output runs/segmentation-study
      Interrupted, the same command goes on where it was. docs/study.md lists the keys of the file.
      """)

  @Argument(help: "The study: victims, folders of images and masks, attacks.", completion: .file(extensions: ["yaml"]))
  var study: String
  @Option(
    name: .shortAndLong, help: "The study folder to make or to go on with; by default the file's name without ending.",
    completion: .directory)
  var output: String?
  @Flag(
    name: .customLong("dry-run"), help: "Check everything, say what would be done and what it would cost; do nothing.")
  var dryRun = false
  @Option(help: "Arithmetic of the searches: auto, f32, exact or bf16; by default what the file says.")
  var precision: PrecisionChoice?
  @OptionGroup var memory: MemoryOptions
  @Flag(help: "Start anew where the folder holds another study.") var force = false
  @Flag(inversion: .prefixedNo, help: "Build report.html.") var report = true
  @Flag(help: "Print the result as one JSON object.") var json = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func run() throws {
    var file = try SegmentationStudyFile(contentsOf: study)
    if let precision { file.precision = precision }
    file.recomputes = file.recomputes || memory.recomputes
    _ = try file.precision.resolved()
    let folder = output ?? URL(fileURLWithPath: study).deletingPathExtension().lastPathComponent
    let work = SegmentationStudy(
      file: file, output: folder, force: force, isQuiet: quiet, arguments: Array(CommandLine.arguments))
    let prepared = try work.prepared()
    if dryRun {
      for line in try SegmentationStudyEstimate(prepared: prepared).lines { Console.print(line) }
      return
    }
    let result = try work.carryOut(prepared)
    let page = report ? try RunReport.build(folder) : nil
    try show(result, page)
    let failure = StudyIncomplete(unreadable: result.unreadableImages, untried: result.untried, folder: folder)
    if failure.unreadable + failure.untried > 0 { throw failure }
  }

  private func show(_ result: SegmentationStudyResult, _ page: String?) throws {
    guard !quiet else { return }
    if json { return Console.print(try JSONText.of(result)) }
    for line in SegmentationStudyText(result).lines { Console.print(line) }
    if let page { Console.print("Report: \(page)") }
  }
}

/// A study that went through, but not with all of its images.
struct StudyIncomplete: Error, CustomStringConvertible {
  let unreadable: Int
  let untried: Int
  let folder: String

  var description: String {
    let parts = [
      unreadable > 0 ? "\(Wording.count(unreadable, "image")) could not be read or judged" : nil,
      untried > 0 ? "\(Wording.count(untried, "attack")) on an image could not be made" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: ", ") + "; \(folder)/runs holds records that say why"
  }
}
