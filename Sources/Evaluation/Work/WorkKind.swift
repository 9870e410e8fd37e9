/// How a kind of work is called, in its folder and in messages.
package struct WorkKind: Sendable {
  /// The description's file: "experiment.json".
  package let file: String
  /// With its article: "an experiment".
  package let article: String
  package let noun: String
  /// What tells it from other kinds of that noun: "study of segmentation networks".
  package let fullNoun: String
  /// The command that makes such folders: "chaff run".
  package let command: String
  /// Names that a folder in which no work has begun may hold: they are made before the description is written.
  package let precursors: Set<String>

  package init(
    file: String, noun: String, article: String = "a", fullNoun: String? = nil, command: String,
    precursors: Set<String> = []
  ) {
    self.file = file
    self.article = "\(article) \(noun)"
    self.noun = noun
    self.fullNoun = fullNoun ?? noun
    self.command = command
    self.precursors = precursors
  }

  package static let experiment = WorkKind(
    file: "experiment.json", noun: "experiment", article: "an", command: "chaff run")

  package static let study = WorkKind(
    file: "study.json", noun: "study", command: "chaff study", precursors: ["study.lock", "victims"])

  package static let universalMask = WorkKind(
    file: "search.json", noun: "search", fullNoun: "search for one perturbation",
    command: "chaff attack universal-mask", precursors: ["search.json.partial"])

  package static let segmentationStudy = WorkKind(
    file: "segmentation-study.json", noun: "study", fullNoun: "study of segmentation networks",
    command: "chaff study segmentation")
}
