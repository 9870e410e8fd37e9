internal import HDF5

extension RecordingEntry {
  /// The same entry, with the attributes of its file where its name does not tell what is needed.
  ///
  /// A file that cannot be read tells nothing more; reading its frames will say why.
  func openedWhereNeeded(_ needsSubject: Bool, _ needsSession: Bool) -> RecordingEntry {
    guard (needsSubject && origin.subject == nil) || (needsSession && origin.session == nil) else { return self }
    guard let attributes = try? HDF5File(reading: path).attributes(of: "/") else { return self }
    return RecordingEntry(
      id: id, classIndex: classIndex, className: className, path: path,
      origin: RecordingOrigin(attributes).completed(by: origin))
  }
}
