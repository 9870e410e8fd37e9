import Evaluation
import Foundation
import Reports
import TestSupport
import Testing

@Suite struct FolderReportTests {
  @Test(arguments: [
    ("run.json", FolderReport.Kind.run), ("training.json", .training), ("study.json", .study), ("result.json", .study),
  ])
  func aFolderIsToldByTheFileThatDescribesIt(name: String, kind: FolderReport.Kind) throws {
    let folder = try TemporaryFolder()
    #expect(FolderReport.kind(of: folder.path) == nil)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: folder.file(name)))
    #expect(FolderReport.kind(of: folder.path) == kind)
  }

  @Test func anyOtherFolderIsAnErrorThatSaysWhatWasLookedFor() throws {
    let folder = try TemporaryFolder()
    let error = try #require(throws: RunFolderError.self) {
      try FolderReport.build(folder: folder.path, arrays: MemoryArrays.missing)
    }
    #expect(error.description.contains("training.json, study.json, segmentation-study.json or experiment.json"))
  }
}
