import ArgumentParser

/// A command that makes a run folder, and can go on with one: `resume` parses the recorded arguments again.
protocol RunCommand: ParsableCommand {
  /// - Parameters:
  ///   - arguments: as recorded in the run folder, the program first.
  ///   - isResumed: the folder is there already.
  func execute(arguments: [String], isResumed: Bool) throws
}
