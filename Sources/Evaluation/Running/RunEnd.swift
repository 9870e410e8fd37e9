/// How a run ended.
public struct RunEnd: Sendable, Equatable {
  /// `interrupted` when samples remain that `resume` would do.
  public var state: RunSummary.State
  /// Samples that could not be loaded or attacked: the command's exit code is 1 when there are any.
  public var errors: Int
  public var summary: RunSummary

  public init(state: RunSummary.State, errors: Int, summary: RunSummary) {
    self.state = state
    self.errors = errors
    self.summary = summary
  }
}
