import Foundation
import Radar
import TestSupport
import Testing

@Suite struct DataSplitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["push", "wave"] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
      for subject in 1...4 {
        for session in 0...1 {
          for instance in 0..<5 {
            try Data().write(to: URL(fileURLWithPath: folder.file("\(name)/s0\(subject)_\(session)_00\(instance).h5")))
          }
        }
      }
    }
  }

  private func split(_ training: String?, _ validation: String?, _ test: String?) throws -> DataSplit {
    let selections = try [training, validation, test].map { text in try text.map { try SampleSelection($0) } }
    return try DataSplit(
      of: RecordingFolder(path: folder.path), training: selections[0], validation: selections[1], test: selections[2])
  }

  private func subjects(_ entries: [RecordingEntry]) -> Set<Int?> { Set(entries.map(\.origin.subject)) }

  @Test func subjectsThatAreApartLeakNothing() throws {
    let split = try split(nil, "subject:3", "subject:4")
    #expect(subjects(split.training) == [1, 2])
    #expect(subjects(split.validation) == [3])
    #expect(subjects(split.test) == [4])
    #expect(split.caveats.isEmpty)
    #expect(split.description == "training: the rest; validation: subject:3; test: subject:4")
  }

  @Test func sessionsThatAreApartShareTheirPeople() throws {
    let split = try split(nil, nil, "session:1")
    #expect(split.training.count == 40)
    #expect(
      split.caveats == [
        "Subjects 1, 2, 3, 4 occur in the training and in the test part: the accuracy says nothing about people whom the "
          + "model has not seen."
      ])
  }

  @Test func aRandomSplitWarnsOfSharedPeopleAndSittings() throws {
    let split = try split(nil, nil, "random:0.5")
    #expect(split.training.count == 40)
    #expect(split.caveats.count == 2)
    #expect(split.caveats[1].hasPrefix("Sessions 0, 1 occur in the training and in the test part"))
  }

  @Test func aRandomSplitOfNamelessRecordingsWarnsToo() throws {
    let plain = try TemporaryFolder()
    for index in 0..<8 { try Data().write(to: URL(fileURLWithPath: plain.file("label_tap_idx_\(index).h5"))) }
    let split = try DataSplit(of: RecordingFolder(path: plain.path), test: SampleSelection("random:0.25"))
    #expect(split.test.count == 2)
    #expect(split.caveats.first?.hasPrefix("The split is random and the recordings do not tell") == true)
  }

  @Test func aFractionForValidationIsOneOfTheRest() throws {
    let split = try split(nil, "random:0.25", "subject:4")
    #expect(split.validation.count == 16)
    #expect(!subjects(split.validation).contains(4))
    #expect(split.training.count == 44)
  }

  @Test func validationIsTakenOutOfWhatWasToBeTrainedOn() throws {
    let split = try split("0-29", "20-29", "30-39")
    #expect(split.training.count == 40)
    #expect(split.validation.count == 20)
    #expect(split.test.count == 20)
  }

  @Test func withoutSelectionsEverythingIsForTraining() throws {
    let split = try split(nil, nil, nil)
    #expect(split.training.count == 80)
    #expect(split.test.isEmpty && split.validation.isEmpty && split.caveats.isEmpty)
  }

  @Test func sharedRecordingsAreAnError() {
    let error = #expect(throws: RadarError.self) { try split("0-30", nil, "30-39") }
    #expect(error?.problem == "2 recordings are in the training and in the test part, such as push/s04_0_000.h5")
    #expect(throws: RadarError.self) { try split(nil, "subject:4", "39") }
  }

  @Test func nothingLeftIsAnError() {
    let error = #expect(throws: RadarError.self) { try split(nil, nil, "all") }
    #expect(error?.problem == "nothing is left for the training part")
    #expect(throws: RadarError.self) { try split(nil, "subject:5", nil) }
  }

  @Test func everyClassMustBeTrainedOnAndAMissingTestClassIsSaid() throws {
    try Data(#"{"a": ["push/s01_0_000"], "b": ["wave/s01_0_000", "push/s01_0_001"]}"#.utf8).write(
      to: URL(fileURLWithPath: folder.file("split.json")))
    let error = #expect(throws: RadarError.self) { try split("file:split.json#a", nil, nil) }
    #expect(error?.problem == "the training part has no recording of class 'wave'")
    let lacking = try split("file:split.json#b", nil, "file:split.json#a")
    #expect(lacking.caveats.contains("The test part has no recording of wave: its accuracy says nothing about them."))
  }
}
