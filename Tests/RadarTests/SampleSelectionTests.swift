import Foundation
import HDF5
import Radar
import Tensors
import TestSupport
import Testing

@Suite struct SampleSelectionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // Subjects 1 to 4, sessions 0 and 1, 5 instances each.
    for name in ["push", "wave"] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
      for subject in 1...4 {
        for session in 0...1 {
          for instance in 0..<5 { try write("\(name)/s0\(subject)_\(session)_00\(instance).h5") }
        }
      }
    }
  }

  private func write(_ name: String, _ text: String = "") throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
  }

  private func chosen(_ text: String) throws -> [RecordingEntry] {
    try RecordingFolder(path: folder.path).entries(SampleSelection(text))
  }

  @Test func subjectsAndSessionsAreChosenByTheNamesOfFiles() throws {
    let subjects = try chosen("subject:2,4")
    #expect(subjects.count == 40)
    #expect(Set(subjects.map(\.origin.subject)) == [2, 4])
    #expect(try chosen("subject:1-3").count == 60)
    let session = try chosen("session:1")
    #expect(session.count == 40)
    #expect(Set(session.map(\.origin.session)) == [1])
  }

  @Test func exceptTakesTheOthers() throws {
    #expect(try Set(chosen("except:subject:2,4").map(\.origin.subject)) == [1, 3])
    #expect(try chosen("except:0-29").map(\.id) == chosen("30-39").map(\.id))
    #expect(try SampleSelection("subject:7").complement.description == "except:subject:7")
    #expect(try SampleSelection("except:subject:7").complement == SampleSelection("subject:7"))
  }

  @Test func fractionsInTimeOrderAreTakenFromEachClass() throws {
    #expect(try chosen("first:0.25").map(\.id) == chosen("0-9").map(\.id))
    #expect(try chosen("last:0.1").map(\.id) == chosen("36-39").map(\.id))
    // Never none, and never all.
    #expect(try chosen("last:0.001").count == 2)
    #expect(try chosen("last:0.999").count == 78)
  }

  @Test func aRandomFractionDependsOnTheSeedAndOnNothingElse() throws {
    let ids = try chosen("random:0.25").map(\.id)
    #expect(ids.count == 20)
    #expect(ids.count { $0.hasPrefix("push") } == 10)
    #expect(try chosen("random:0.25:0").map(\.id) == ids)
    #expect(try chosen("random:0.25:1").map(\.id) != ids)
    #expect(try Set(chosen("except:random:0.25").map(\.id)).isDisjoint(with: ids))
  }

  @Test func aSplitFileChoosesByName() throws {
    try write("split.json", #"{"train": ["s01_0_000", "push/s02_0_000.h5"], "eval": ["s09_9_999"]}"#)
    let ids = try chosen("file:split.json#train").map(\.id)
    #expect(ids == ["push/s01_0_000.h5", "push/s02_0_000.h5", "wave/s01_0_000.h5"])
    #expect(try chosen("file:\(folder.file("split.json"))#train").map(\.id) == ids)
    let empty = #expect(throws: RadarError.self) { try chosen("file:split.json#eval") }
    #expect(
      empty?.problem
        == "the selection 'file:split.json#eval' is empty: no name in the list 'eval' is that of one of the 80 "
        + "recordings, such as push/s01_0_000.h5")
    let other = #expect(throws: RadarError.self) { try chosen("file:split.json#test") }
    #expect(other?.problem == "there is no list 'test'; there are eval, train")
  }

  @Test(arguments: ["[1, 2]", "{\"train\": 3}", "no JSON", "", "{\"train\": [1]}"])
  func aBrokenSplitFileIsAnError(_ text: String) throws {
    try write("split.json", text)
    let error = #expect(throws: RadarError.self) { try chosen("file:split.json#train") }
    #expect(error?.problem == "this is no JSON object of lists of names")
    #expect(throws: RadarError.self) { try chosen("file:none.json#train") }
  }

  @Test func anEmptySelectionSaysWhatThereIs() {
    let subjects = #expect(throws: RadarError.self) { try chosen("subject:9") }
    #expect(
      subjects?.problem == "the selection 'subject:9' is empty; recordings of each subject: 1: 20, 2: 20, 3: 20, 4: 20")
    let sessions = #expect(throws: RadarError.self) { try chosen("session:7") }
    #expect(sessions?.problem == "the selection 'session:7' is empty; recordings of each session: 0: 40, 1: 40")
  }

  @Test func recordingsThatDoNotTellTheirSubjectAreAnError() throws {
    try RecordingLayouts.writeSoli(folder.file("push/take.h5"))
    let error = #expect(throws: RadarError.self) { try chosen("subject:1") }
    #expect(error?.problem == "1 of 81 recordings do not tell their subject, such as push/take.h5")
  }

  @Test func attributesTellWhatNamesDoNot() throws {
    let sequence = StoredSequence(
      channels: Tensor(shape: [1, 2, 2, 2]), label: 0, className: "push", subject: 6, session: 5)
    try SoliWriter.write(sequence, to: folder.file("push/take.h5"))
    #expect(try chosen("subject:6").map(\.id) == ["push/take.h5"])
    #expect(try chosen("session:5").first?.origin == RecordingOrigin(subject: 6, session: 5))
  }

  @Test(arguments: [
    "subject:", "subject:a", "subject:2-1", "session:-1", "random:0", "random:1", "random:nan", "random:0.5:x",
    "random:0.5:1:2", "first:", "last:2", "file:", "file:a.json", "file:#x", "file:a.json#", "place:1", "except:",
  ]) func nonsenseIsRefusedWithTheForms(_ text: String) {
    let error = #expect(throws: RadarError.self) { try SampleSelection(text) }
    #expect(error?.place == "selection '\(text)'")
    #expect(error?.remedy.contains("subject:7,8") == true)
  }

  @Test(arguments: [
    "all", "140-179", "0-9,20", "subject:7,8", "session:1-2", "random:0.2:7", "file:a b.json#eval", "except:last:0.5",
  ])
  func aSelectionAndItsTextAreTheSameThing(_ text: String) throws {
    let selection = try SampleSelection(text)
    #expect(selection.description == text)
    #expect(try SampleSelection(selection.description) == selection)
  }

  /// The official split of the real data set, on empty files with its names.
  @Test(.enabled(if: SharedMaterial.path("data/radar/soli/file_half.json") != nil, "the split file is not here"))
  func theOfficialSplitOfSoliCoversItsFilesOnce() throws {
    let path = try #require(SharedMaterial.path("data/radar/soli/file_half.json"))
    let soli = try TemporaryFolder()
    for gesture in 0...10 {
      for session in [2, 3, 5, 6, 8, 9, 10, 11, 12, 13] {
        for instance in 0..<25 {
          try Data().write(to: URL(fileURLWithPath: soli.file("\(gesture)_\(session)_\(instance).h5")))
        }
      }
    }
    let recordings = try RecordingFolder(path: soli.path)
    let split = try DataSplit(
      of: recordings, training: SampleSelection("file:\(path)#train"), test: SampleSelection("file:\(path)#eval"))
    #expect(split.training.count == 1386)
    #expect(split.test.count == 1364)
    #expect(split.caveats.contains { $0.hasPrefix("Sessions 2, 3, 5, 6, 8, 9, 10, 11, 12, 13 occur in the training") })
  }
}
