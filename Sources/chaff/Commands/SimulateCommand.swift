import ArgumentParser

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Make data that anybody may have: the same seed gives the same bytes.",
    subcommands: [
      SimulateFundusCommand.self, SimulateSkinCommand.self, SimulateRadarCommand.self, SimulateStatisticsCommand.self,
      SimulateMaskStatisticsCommand.self,
    ])
}
