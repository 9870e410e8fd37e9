/// The version of a study folder's files, raised when a field changes its meaning or goes away.
///
/// Fields may be added within a version: readers must ignore names they do not know. docs/study.md is the reference for
/// other programs.
public enum StudySchema {
  public static let version = 1
}
