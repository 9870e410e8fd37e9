import Foundation
import Radar
import TestSupport
import Testing

@Suite struct RecordingSessionsTests {
  private func caveat(_ files: [String: [String]]) throws -> String? {
    let folder = try TemporaryFolder()
    for (name, recordings) in files {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
      for recording in recordings { try Data().write(to: URL(fileURLWithPath: folder.file("\(name)/\(recording)"))) }
    }
    return try RecordingFolder(path: folder.path).sessionCaveat
  }

  @Test func classesOfDifferentSittingsAreACaveat() throws {
    let found = try caveat([
      "fist": ["f_2024_07_28_18_12_17.h5", "f_2024_07_28_18_20_00.h5"], "swipe": ["s_2024_07_27_16_24_32.h5"],
    ])
    #expect(found != nil)
  }

  @Test func overlappingTimesAreNone() throws {
    let found = try caveat([
      "fist": ["f_2024_07_28_18_12_17.h5", "f_2024_07_28_18_20_00.h5"], "swipe": ["s_2024_07_28_18_15_00.h5"],
    ])
    #expect(found == nil)
  }

  @Test func namesWithoutTimesAreNone() throws {
    #expect(try caveat(["fist": ["1.h5"], "swipe": ["s_2024_07_28_18_15_00.h5"]]) == nil)
  }
}
