import Foundation
import Radar
import TestSupport
import Testing

@Suite struct RecordingOrderTests {
  private func order(of names: [String]) throws -> [String] {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("Class"), withIntermediateDirectories: true)
    for name in names { try Data().write(to: URL(fileURLWithPath: folder.file("Class/\(name)"))) }
    let entries = try RecordingFolder(path: folder.path).entries()
    return entries.map { String($0.id.dropFirst("Class/".count)) }
  }

  @Test func timesInNamesComeBeforeCounters() throws {
    let names = ["G_0002_2024_07_28_18_12_30.h5", "G_0001_2024_07_28_18_19_10.h5", "G_0001_2024_07_28_18_12_17.h5"]
    #expect(try order(of: names) == [names[2], names[0], names[1]])
  }

  @Test func countersDecideWhereOneNameHasNoTime() throws {
    let names = ["G_10_2024_07_28_18_12_30.h5", "G_2.h5", "G_1_2024_07_28_18_19_10.h5"]
    #expect(try order(of: names) == [names[2], names[1], names[0]])
  }

  @Test func numbersThatAreNoTimeAreNotTakenForOne() throws {
    let names = ["1_2024_13_28_18_12_30.h5", "2_2023_13_28_18_12_30.h5"]
    #expect(try order(of: names) == names)
  }
}
