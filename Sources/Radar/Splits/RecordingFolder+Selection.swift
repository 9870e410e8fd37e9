internal import Foundation

extension RecordingEntry: SelectableSample {
  public static var noun: String { "recordings" }
  public static var fileExtensions: Set<String> { RecordingFolder.fileExtensions }
}

extension RecordingFolder {
  /// The selected recordings, class after class.
  ///
  /// Files are opened only where subjects or sessions are asked for and names do not tell them.
  ///
  /// - Throws: ``RadarError`` when nothing is selected, saying what there is, or when recordings do not tell what is
  ///   asked for.
  public func entries(_ selection: SampleSelection = .all) throws(RadarError) -> [RecordingEntry] {
    try entries(selection, among: nil)
  }

  /// The selected recordings among those whose identifiers are given.
  ///
  /// Places count in the whole class all the same; fractions are of those that are left.
  func entries(_ selection: SampleSelection, among pool: Set<String>?) throws(RadarError) -> [RecordingEntry] {
    let (needsSubject, needsSession) = (selection.needsSubject, selection.needsSession)
    let everything = classes.indices.map { index in
      let entries = allEntries(of: index)
      return (
        name: classes[index].name,
        samples: needsSubject || needsSession
          ? entries.map { $0.openedWhereNeeded(needsSubject, needsSession) } : entries
      )
    }
    return try selection.chosen(from: everything, in: path, among: pool)
  }

  /// Every recording of one class, in time order.
  private func allEntries(of classIndex: Int) -> [RecordingEntry] {
    let name = classes[classIndex].name
    return classes[classIndex].paths.map { path in
      RecordingEntry(
        id: "\(name)/\(URL(fileURLWithPath: path).lastPathComponent)", classIndex: classIndex, className: name,
        path: path, origin: RecordingOrigin(ofFile: path, className: name))
    }
  }
}
