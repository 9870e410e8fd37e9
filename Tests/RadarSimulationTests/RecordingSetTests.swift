import Foundation
import HDF5
import Radar
import RadarSimulation
import Tensors
import TestSupport
import Testing

@Suite struct RecordingSetTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func set(
    _ subjects: [Int], instances: Int = 2, format: RecordingSet.FileFormat = .soli
  ) throws -> RecordingSet {
    try RecordingSet(
      RadarSimulator(), gestures: [.thumbUp, .shaking], subjects: subjects, instances: instances, format: format)
  }

  private func files(_ path: String) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path)
      .filter { $0.hasSuffix(".h5") || $0.hasSuffix(".npz") || $0.hasSuffix(".json") }
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: URL(fileURLWithPath: "\(path)/\($0)"))) })
  }

  @Test func theSameSettingsGiveTheSameBytes() throws {
    try set([1, 2]).write(to: folder.file("a"))
    try set([1, 2]).write(to: folder.file("b"))
    let a = try files(folder.file("a"))
    #expect(try a == files(folder.file("b")))
    #expect(a.count == 2 * 2 * 2 + 1)
    #expect(a.keys.contains("thumb-up/s02_1_002.h5"))
  }

  @Test func aLargerSetHoldsTheSmaller() throws {
    try set([2], instances: 1).write(to: folder.file("small"))
    try set([1, 2], instances: 2).write(to: folder.file("large"))
    let large = try files(folder.file("large"))
    for (name, bytes) in try files(folder.file("small")) where name.hasSuffix(".h5") { #expect(large[name] == bytes) }
  }

  @Test func recordingsAreReadBackAsTheyWereMade() throws {
    let set = try set([3], instances: 1)
    try set.write(to: folder.file("set"))
    let listing = try RecordingFolder(path: folder.file("set"))
    #expect(listing.classes.map(\.name) == ["shaking", "thumb-up"])
    let identity = set.identities[1]
    let made = try set.simulator.recording(identity)
    let read = try Recording(contentsOf: "\(folder.file("set"))/\(identity.path).h5")
    #expect(read.frames == made.maps)
    #expect(read.isAction == made.isAction)
    #expect(read.facts.frameRate == made.frameRate)
    #expect(read.facts.storedLabel == GestureClass.thumbUp.index)
  }

  @Test func archivesHoldFramesLabelAndAction() throws {
    let set = try set([3], instances: 1, format: .npz)
    try set.write(to: folder.file("set"))
    let made = try set.simulator.recording(set.identities[0])
    let archive = try NPZArchive(contentsOf: "\(folder.file("set"))/\(set.identities[0].path).npz")
    #expect(try archive.tensor(named: "frames") == made.maps)
    #expect(try archive.tensor(named: "label").scalars == [2])
    #expect(try archive.tensor(named: "action").scalars == made.isAction.map { $0 ? 1 : 0 })
  }

  @Test func nothingIsOverwrittenUnasked() throws {
    let path = folder.file("set")
    try set([1, 2]).write(to: path)
    #expect { try set([1]).write(to: path) } throws: { "\($0)".contains("a simulated set is there already") }
    try Data("mine".utf8).write(to: URL(fileURLWithPath: path + "/shaking/notes.txt"))
    try set([1]).write(to: path, replacesOlder: true)
    #expect(try files(path).keys.filter { $0.hasSuffix(".h5") }.count == 4)
    #expect(FileManager.default.fileExists(atPath: path + "/shaking/notes.txt"))
  }

  @Test func aFolderOfSomethingElseIsLeftAlone() throws {
    let path = folder.file("photos")
    try FileManager.default.createDirectory(atPath: path + "/shaking", withIntermediateDirectories: true)
    #expect { try set([1]).write(to: path, replacesOlder: true) } throws: {
      "\($0)".contains("the folder holds other files")
    }
  }

  @Test func emptyAndOversizedSetsAreRefused() {
    #expect(throws: RadarError.self) { try set([]) }
    #expect(throws: RadarError.self) { try set([0]) }
    #expect(throws: RadarError.self) { try set([100]) }
    #expect(throws: RadarError.self) { try set([1], instances: 0) }
    #expect(throws: RadarError.self) { try set([1], instances: 1000) }
  }
}
