import ArgumentParser

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Build the report of a run folder, finished or not, anew.",
    discussion: "Example: chaff report runs/idle")

  @Argument(help: "A run folder.", completion: .directory) var folder: String
  @Flag(help: "Print nothing but errors.") var quiet = false

  func run() throws {
    let page = try RunReport.build(folder)
    if !quiet { Console.print("Report: \(page)") }
  }
}
