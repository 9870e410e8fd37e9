/// A folder of work that takes long and may be stopped and taken up again: its description is written first, its result
/// last, both whole or not at all.
///
/// What lies between, and whether a second program must be kept out, is the business of each kind of work. A folder with
/// anything else in it is refused: nothing of the user's is ever written over.
package struct WorkFolder<Description: WorkDescription>: Sendable {
  package let path: String
  package let kind: WorkKind

  package init(_ path: String, _ kind: WorkKind) {
    self.path = path
    self.kind = kind
  }

  package var description: String { path + "/" + kind.file }
  package var result: String { path + "/result.json" }

  /// Makes the folder for work, or goes on with what was begun there.
  ///
  /// - Parameters:
  ///   - wanted: the work; when the folder has one already, nothing that decides results may differ.
  ///   - force: starts anew, whatever is there.
  ///   - clear: what else belongs to a new start; called before the new description is written.
  /// - Returns: the description in the folder: that of the first start.
  /// - Throws: `RunFolderError` when something else is in it, or work that differs.
  package func open(_ wanted: Description, force: Bool, clear: () throws -> Void = {}) throws -> Description {
    if let begun = try begun(wanted, force: force), !force { return begun }
    try clear()
    try write(wanted)
    return wanted
  }

  /// Makes the folder if need be and looks for work in it that may be gone on with.
  ///
  /// - Returns: nil where there is none or, with `force`, other work or something else.
  /// - Throws: `RunFolderError` for either without `force`.
  package func begun(_ wanted: Description, force: Bool) throws -> Description? {
    let names = try RunFolderContents.made(at: path).filter { !kind.precursors.contains($0) }
    guard let found = try? read() else {
      guard names.isEmpty || force else { throw foreign }
      return nil
    }
    let conflicts = found.conflicts(with: wanted)
    guard conflicts.isEmpty || force else { throw changed(conflicts) }
    return conflicts.isEmpty ? found : nil
  }

  package func write(_ description: Description) throws {
    try AtomicFile.write(try RecordCoding.document(description), to: self.description)
  }

  package func write(result: some Encodable) throws {
    try AtomicFile.write(try RecordCoding.document(result), to: self.result)
  }

  /// - Throws: `RunFolderError` for a folder without a readable description.
  package func read() throws -> Description {
    try RecordCoding.read(
      Description.self, from: description, isNot: "it is no \(kind.noun)",
      ifMissing: "give a folder that '\(kind.command)' made", ifBroken: "use the version of chaff that made it")
  }

  /// - Throws: `RunFolderError` for a folder without a readable result.
  package func readResult<Result: Decodable>(_ type: Result.Type) throws -> Result {
    try RecordCoding.read(
      type, from: result, isNot: "it is no \(kind.noun)'s result",
      ifMissing: "finish the \(kind.noun) with the command that began it",
      ifBroken: "make it anew with the command that began the \(kind.noun); what is finished is kept")
  }

  private var foreign: RunFolderError {
    RunFolderError(
      cannot: "start \(kind.article) in", path, because: "it holds something that is no \(kind.fullNoun)",
      advice: "choose another folder, or replace an earlier \(kind.noun) with --force")
  }

  private func changed(_ conflicts: [String]) -> RunFolderError {
    RunFolderError(
      cannot: "go on with the \(kind.noun) in", path,
      because: "\(conflicts.joined(separator: ", ")) changed since it was started",
      advice: "restore them, choose another folder, or start anew with --force")
  }
}
