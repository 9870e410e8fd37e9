import Engine
import Foundation
import TestSupport
import Testing

@Suite struct ChoiceFileTests {
  @Test func theFirstOfTwoProcessesDecides() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (try file(in: folder), try file(in: folder))
    #expect(first.adopting(.winograd, for: "a layer") == .winograd)
    #expect(second.adopting(.direct, for: "a layer") == .winograd)
    #expect(second.adopting(.direct, for: "another") == .direct)
    #expect(first.read() == ["a layer": .winograd, "another": .direct])
  }

  @Test(arguments: ["winog", "winograd", "sorcery\tx", "\t\t", "\u{0}\u{1}\n\n\n", "direct\n\tx"])
  func linesThatCannotBeReadArePassedOver(_ torn: String) throws {
    let folder = try TemporaryFolder()
    let file = try file(in: folder)
    try Data(torn.utf8).write(to: URL(fileURLWithPath: file.path))
    #expect(file.read() == [:])
    #expect(file.adopting(.winograd, for: "x") == .winograd)
    #expect(file.read() == ["x": .winograd])
  }

  /// Lines stay readable from one version to the next.
  @Test func everyAlgorithmKeepsItsWord() throws {
    let folder = try TemporaryFolder()
    let file = try file(in: folder)
    try Data("direct\ta\nwinograd\tb\nproduct\tc\n".utf8).write(to: URL(fileURLWithPath: file.path))
    #expect(file.read() == ["a": .direct, "b": .winograd, "c": .pointwise])
  }

  @Test func aFolderThatCannotBeMadeGivesNoFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/file"
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(ChoiceFile(folder: path + "/below") == nil)
  }

  private func file(in folder: TemporaryFolder) throws -> ChoiceFile {
    try #require(ChoiceFile(folder: folder.path + "/made", machine: "test"))
  }
}
