import Foundation
import Radar
import TestSupport
import Testing

@Suite struct RecordingFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func make(_ names: [String]) throws {
    for name in names {
      let url = URL(fileURLWithPath: folder.file(name))
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
  }

  @Test func foldersAreClassesAndFilesAreInTimeOrder() throws {
    try make([
      "Stone/T_0010_2024.h5", "Stone/T_2_2024.h5", "Stone/T_0001_2025.h5", "Stone/notes.txt", "Stone/.hidden.h5",
      "air/B_1.HDF5", "empty/readme.md", "loose.h5",
    ])
    let recordings = try RecordingFolder(path: folder.path)
    #expect(recordings.classes.map(\.name) == ["Stone", "air"])
    #expect(
      try recordings.entries().map(\.id)
        == ["Stone/T_0001_2025.h5", "Stone/T_2_2024.h5", "Stone/T_0010_2024.h5", "air/B_1.HDF5"])
    #expect(try recordings.entries().map(\.classIndex) == [0, 0, 0, 1])
  }

  @Test func theModelsOrderOfClassesCounts() throws {
    try make(["a/1.h5", "b/1.h5", "c/1.h5"])
    let recordings = try RecordingFolder(path: folder.path, classNames: ["c", "a"])
    #expect(try recordings.entries().map(\.id) == ["c/1.h5", "a/1.h5"])
    #expect(recordings.ignoredFolders == ["b"])
    let error = #expect(throws: RadarError.self) { try RecordingFolder(path: folder.path, classNames: ["a", "B"]) }
    #expect(error?.problem == "there is no class 'B'; there are a, b, c")
  }

  @Test func placesInEachClassAreSelected() throws {
    try make((0..<12).map { "a/\($0).h5" } + (0..<3).map { "b/\($0).h5" })
    let recordings = try RecordingFolder(path: folder.path)
    let chosen = try recordings.entries(SampleSelection("1-2,10")).map(\.id)
    #expect(chosen == ["a/1.h5", "a/2.h5", "a/10.h5", "b/1.h5", "b/2.h5"])
    #expect(try recordings.entries(SampleSelection("all")).count == 15)
    let error = #expect(throws: RadarError.self) { try recordings.entries(SampleSelection("140-179")) }
    #expect(error?.problem == "the selection '140-179' is empty; recordings of each class: a 12, b 3")
  }

  @Test(arguments: ["", "5-1", "a", "1-", "-1", "1,,2", "1-2-3", "99999999999999999999"])
  func nonsenseIsNoSelection(_ text: String) {
    #expect(throws: RadarError.self) { try SampleSelection(text) }
  }

  @Test func namesOfFilesMayTellTheClass() throws {
    try make(["10_0_1.h5", "2_0_10.h5", "2_0_9.h5", "label_tap_in_idx_2.h5", "conf.h5", "label__idx_1.h5"])
    let recordings = try RecordingFolder(path: folder.path)
    #expect(recordings.classes.map(\.name) == ["2", "10", "tap_in"])
    #expect(try recordings.entries().first?.id == "2/2_0_9.h5")
  }

  @Test func foldersWithoutRecordingsAreErrors() throws {
    let empty = #expect(throws: RadarError.self) { try RecordingFolder(path: folder.path) }
    #expect(empty?.remedy == "give a folder that has one folder for each class")
    let missing = #expect(throws: RadarError.self) { try RecordingFolder(path: folder.file("none")) }
    #expect(missing?.problem == "there is no such folder")
  }
}
