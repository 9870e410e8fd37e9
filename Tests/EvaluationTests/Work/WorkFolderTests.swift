import Evaluation
import Foundation
import TestSupport
import Testing

/// Opening a folder of work anew, again, with other work in it, and with something foreign in it.
@Suite struct WorkFolderTests {
  private struct Digging: WorkDescription {
    var depth: Int
    var started: String = "monday"

    func conflicts(with other: Digging) -> [String] { depth == other.depth ? [] : ["the depth"] }
  }

  private struct Hole: Codable, Equatable { var volume: Double }

  private let folder: TemporaryFolder
  private let work: WorkFolder<Digging>

  init() throws {
    folder = try TemporaryFolder()
    work = WorkFolder(
      folder.file("work"),
      WorkKind(
        file: "digging.json", noun: "excavation", article: "an", fullNoun: "excavation by hand", command: "dig",
        precursors: ["spade"]))
  }

  private func message(_ act: () throws -> Void) -> String? {
    #expect(throws: RunFolderError.self) { try act() }?.description
  }

  private func put(_ text: String, at name: String) throws {
    try FileManager.default.createDirectory(atPath: work.path, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: work.path + "/" + name))
  }

  @Test func workIsTakenUpAsItWasBegun() throws {
    #expect(try work.open(Digging(depth: 2), force: false) == Digging(depth: 2))
    let again = Digging(depth: 2, started: "tuesday")
    #expect(try work.open(again, force: false).started == "monday")
    #expect(try work.begun(again, force: true)?.started == "monday")
    #expect(try work.open(again, force: true).started == "tuesday")
    #expect(try work.read().started == "tuesday")
  }

  @Test func otherWorkIsKeptUnlessForced() throws {
    _ = try work.open(Digging(depth: 2), force: false)
    #expect(
      message { _ = try work.open(Digging(depth: 3), force: false) }
        == "cannot go on with the excavation in \(work.path): the depth changed since it was started; "
        + "restore them, choose another folder, or start anew with --force")
    #expect(try work.read().depth == 2)
    #expect(try work.begun(Digging(depth: 3), force: true) == nil)
    #expect(try work.open(Digging(depth: 3), force: true).depth == 3)
    #expect(try work.read().depth == 3)
  }

  @Test(arguments: ["letter.txt", "digging.json"]) func aForeignFolderIsRefusedUnlessForced(name: String) throws {
    try put("dear all", at: name)
    #expect(
      message { _ = try work.open(Digging(depth: 2), force: false) }
        == "cannot start an excavation in \(work.path): it holds something that is no excavation by hand; "
        + "choose another folder, or replace an earlier excavation with --force")
    #expect(try work.open(Digging(depth: 2), force: true).depth == 2)
    #expect(try work.read().depth == 2)
  }

  @Test func whatComesBeforeADescriptionIsNotForeign() throws {
    try put("", at: "spade")
    #expect(try work.open(Digging(depth: 2), force: false).depth == 2)
  }

  @Test func clearingComesBeforeTheDescriptionAndOnlyAtANewStart() throws {
    var cleared: [Bool] = []
    func open(_ depth: Int, force: Bool) throws {
      _ = try work.open(Digging(depth: depth), force: force) {
        cleared.append(FileManager.default.fileExists(atPath: work.description))
      }
    }
    try open(2, force: false)
    try open(2, force: false)
    try open(3, force: true)
    #expect(cleared == [false, true])
  }

  @Test func resultsAreReadAsTheyWereWritten() throws {
    _ = try work.open(Digging(depth: 2), force: false)
    try work.write(result: Hole(volume: 1.5))
    #expect(try work.readResult(Hole.self) == Hole(volume: 1.5))
    #expect(!FileManager.default.fileExists(atPath: work.result + AtomicFile.partialSuffix))
  }

  @Test func whatCannotBeReadIsSaidSo() throws {
    #expect(
      message { _ = try work.read() }
        == "cannot read \(work.description): there is no such readable file; give a folder that 'dig' made")
    #expect(
      message { _ = try work.readResult(Hole.self) }
        == "cannot read \(work.result): there is no such readable file; "
        + "finish the excavation with the command that began it")
    try put("{}", at: "digging.json")
    #expect(
      message { _ = try work.read() }
        == "cannot read \(work.description): it is no excavation ('depth' is missing); "
        + "use the version of chaff that made it")
    try put("{\"volume\": \"large\"}", at: "result.json")
    #expect(
      message { _ = try work.readResult(Hole.self) }
        == "cannot read \(work.result): it is no excavation's result ('volume' has the wrong type); "
        + "make it anew with the command that began the excavation; what is finished is kept")
  }
}
