/// result.json of a study folder: every table and curve of a radar study, computed from cells.jsonl and study.json alone.
///
/// | field | what it answers |
/// |---|---|
/// | `threats`, `transfers` | how far an attacker gets who knows all, some or nothing of the victim |
/// | `padding` | how much padding alone is worth to an attacker, by where, how much and how large |
/// | `context` | padding after cropping to the action, against recorded idle frames, against all frames |
/// | `importance` | whether perturbations go where Grad-CAM says that the victim looks |
/// | `defences` | what knowing or ignoring the padding, and training against it, changes |
/// | `plausible` | how much is left when the perturbation must look like radar |
///
/// A table of an experiment that was not asked for, or of which no cell is finished yet, is empty.
public struct StudyResult: Sendable, Codable, Equatable {
  public enum State: String, Sendable, Codable { case complete, interrupted }

  public var schema = StudySchema.version
  public var state: State
  /// Finished cells, and cells that there are.
  public var finishedCells: Int
  public var totalCells: Int
  public var description: StudyDescription
  public var victims: [StudyVictim] = []
  public var threats: [ThreatRow] = []
  public var transfers: [TransferRow] = []
  public var padding: [PaddingPoint] = []
  public var context: [ContextRow] = []
  public var importance: [ImportanceRow] = []
  public var defences: [DefenceRow] = []
  public var plausible: [PlausibleRow] = []
  public var examples: [StudyExample] = []
  /// What a reader must know before believing a number, in sentences.
  public var caveats: [String] = []
  /// Wall-clock times: the only part that differs between two identical studies.
  public var timings: [StudyTiming] = []

  public init(state: State, finishedCells: Int, totalCells: Int, description: StudyDescription) {
    self.state = state
    self.finishedCells = finishedCells
    self.totalCells = totalCells
    self.description = description
  }
}

/// How long the cells of one experiment took, in seconds, whatever the number of interruptions.
public struct StudyTiming: Sendable, Codable, Equatable {
  public var experiment: StudyExperiment
  public var cells: Int
  public var seconds: Double

  public init(experiment: StudyExperiment, cells: Int, seconds: Double) {
    self.experiment = experiment
    self.cells = cells
    self.seconds = seconds
  }
}

/// The parts that a study is made of, in the order in which they are carried out.
public enum StudyExperiment: String, Sendable, Codable, CaseIterable {
  case accuracy, transfer, padding, context, importance, defences, plausible
}
