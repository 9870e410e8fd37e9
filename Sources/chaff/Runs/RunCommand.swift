import ArgumentParser

/// A command that makes a run folder, and can go on with one: `resume` parses the recorded arguments again.
protocol RunCommand: ParsableCommand {
  /// Carries the run out, in a new folder or, if `isResumed`, in the one that is there.
  ///
  /// `arguments` are those of the original command, the program first; they are recorded in the run folder.
  func execute(arguments: [String], isResumed: Bool) throws
}
