import Evaluation
import Foundation

/// The report of whatever folder Chaff has left behind: an attack run, a training run, a study, an experiment.
public enum FolderReport {
  public enum Kind: String, Sendable, CaseIterable { case run, training, study, segmentationStudy, experiment }

  /// What a folder is, by the file that describes it; nil for any other folder.
  public static func kind(of folder: String) -> Kind? {
    if FileManager.default.fileExists(atPath: RunPaths(folder: folder).description) { return .run }
    if TrainingReport.recognises(folder) { return .training }
    if ExperimentReport.recognises(folder) { return .experiment }
    if SegmentationStudyReport.recognises(folder) { return .segmentationStudy }
    return StudyReport.recognises(folder) ? .study : nil
  }

  /// Builds the report of a folder in that folder; `arrays` reads the arrays there, by names relative to it.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `RunFolderError` for a folder that is none of these, `ReportError` for one that cannot be written.
  @discardableResult
  public static func build(folder: String, arrays: any ArrayLoading) throws -> String {
    switch kind(of: folder) {
    case .run: return try ReportBuilder.build(folder: folder, arrays: arrays)
    case .training: return try TrainingReport.build(folder: folder)
    case .study: return try StudyReport.build(folder: folder, arrays: arrays)
    case .segmentationStudy:
      let study = SegmentationStudyFolder(folder)
      return try SegmentationStudyReport(result: study.summarize(study.read()), arrays: arrays).write(to: folder)
    case .experiment:
      let experiment = ExperimentFolder(folder)
      return try ExperimentReport(result: experiment.summarize(experiment.read())).write(to: folder)
    case nil:
      throw RunFolderError(
        cannot: "read", folder,
        because: "it holds no run.json, training.json, study.json, segmentation-study.json or experiment.json",
        advice: "give a folder that 'chaff attack', 'chaff run', 'chaff train' or 'chaff study' made")
    }
  }
}
