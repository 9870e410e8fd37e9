/// The version of the run folder's files, raised when a field changes its meaning or goes away.
///
/// Fields may be added within a version: readers must ignore names they do not know. docs/run-folder.md is the
/// reference for other programs.
public enum RecordSchema {
  public static let version = 1
}

/// What kind of networks a run attacks.
public enum RunTask: String, Sendable, Codable, CaseIterable {
  /// Classifiers of recordings, and of images.
  case radar, image
  case segmentation
}
