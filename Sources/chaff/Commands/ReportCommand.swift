import ArgumentParser
import Foundation

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Build the report of a run, a training or a study anew, finished or not.",
    discussion: """
      Example: chaff report runs/idle
      Example: chaff report runs/radar runs/segmentation --output runs/both
      With --output, several attack runs become one page of at most 2 MB, without files beside it.
      """)

  @Argument(help: "Folders that 'attack', 'train' or 'study' made.", completion: .directory) var folders: [String]
  @Option(name: .shortAndLong, help: "Where one page of all the runs goes.", completion: .directory)
  var output: String?
  @Option(help: "The title of that page.") var title = "What attacks did to these networks"
  @Flag(help: "Replace a page that is there.") var force = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    if output == "" { throw ValidationError("--output is empty; name a folder") }
  }

  func run() throws {
    guard let output else {
      for folder in folders { announce(try RunReport.build(folder)) }
      return
    }
    let page = output + "/report.html"
    if !force, FileManager.default.fileExists(atPath: page) { throw FileExists(path: page) }
    announce(try RunReport.combine(folders.map { ($0, nil) }, title: title, output: output))
  }

  private func announce(_ page: String) {
    if !quiet { Console.print("Report: \(page)") }
  }
}
