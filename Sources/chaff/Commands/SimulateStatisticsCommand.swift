import ArgumentParser
import Foundation
import Radar
import RadarSimulation

struct SimulateStatisticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statistics", abstract: "What recordings look like in numbers: to compare simulated with real ones.",
    discussion: """
      Of channel 0 of every recording of each folder. docs/simulator.md explains the rows and shows a comparison.

      Example: chaff simulate statistics gestures kkt soli
      """)

  @Argument(help: "Folders of recordings.", completion: .directory) var folders: [String]
  @Flag(help: "Print one JSON object a line.") var json = false

  func run() throws {
    var columns: [[String]] = []
    for path in folders {
      let statistics = try statistics(of: path)
      if json { Console.print(try JSONText.of(Named(folder: path, statistics: statistics))) }
      columns.append([URL(fileURLWithPath: path).lastPathComponent] + Self.rows(statistics).map(\.text))
      if columns.count == 1 { columns.insert([""] + Self.rows(statistics).map(\.name), at: 0) }
    }
    if !json { Console.print(MarkdownTable(columns: columns).text) }
  }

  private func statistics(of path: String) throws -> RecordingStatistics {
    var sums = RecordingSums()
    for entry in try RecordingFolder(path: path).entries(.all) { sums.add(try Recording(contentsOf: entry.path)) }
    return RecordingStatistics(sums)
  }

  private struct Named: Encodable {
    let folder: String
    let statistics: RecordingStatistics
  }

  private static func rows(_ s: RecordingStatistics) -> [(name: String, text: String)] {
    [
      ("recordings", "\(s.recordings)"),
      ("frames", "\(s.frames)"),
      ("exact zeros", percent(s.zeroShare)),
      ("above 1/10 of frame maximum", percent(s.activeShare)),
      ("zero-Doppler column / mean", number(s.zeroDopplerRidge)),
      ("frame maximum", spread(s.frameMaximum)),
      ("rows in use", spread(s.activeRows)),
      ("columns in use", spread(s.activeColumns)),
      ("gesture frames", s.actionFrames.map(spread) ?? "-"),
      ("first gesture frame", s.actionStart.map(spread) ?? "-"),
      ("frame sum, gesture / idle", s.energyRatio.map(number) ?? "-"),
      ("correlation of neighbours", number(s.neighbourCorrelation)),
    ]
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
  private static func number(_ value: Double) -> String { String(format: "%.2f", value) }
  private static func spread(_ s: RecordingStatistics.Spread) -> String {
    String(format: "%.1f (%.4g..%.4g)", s.mean, s.lowest, s.highest)
  }
}
