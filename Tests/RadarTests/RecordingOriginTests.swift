import Foundation
import Radar
import TestSupport
import Testing

@Suite struct RecordingOriginTests {
  private func origins(_ files: [String]) throws -> [RecordingOrigin] {
    let folder = try TemporaryFolder()
    for file in files {
      let url = URL(fileURLWithPath: folder.file(file))
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
    return try RecordingFolder(path: folder.path).entries().map(\.origin)
  }

  @Test func theNamesOfTheEmbeddedSetTellEverything() throws {
    #expect(
      try origins(["swipe/s03_1_007.h5", "swipe/s12_0_100.h5"])
        == [
          RecordingOrigin(subject: 3, session: 1, instance: 7), RecordingOrigin(subject: 12, session: 0, instance: 100),
        ])
  }

  @Test func soliNamesTellSessionAndInstance() throws {
    let expected = [RecordingOrigin(session: 0, instance: 17)]
    #expect(try origins(["3_0_17.h5"]) == expected)
    #expect(try origins(["3/3_0_17.h5"]) == expected)
  }

  /// The files of listings are empty: had one been opened, it would have been an error.
  @Test func otherNamesTellNothing() throws {
    #expect(
      try origins(["wave/1_2_3.h5", "wave/s_1_2.h5", "wave/s1_2.h5", "wave/s1_-2_3.h5", "wave/take.h5"])
        == [RecordingOrigin](repeating: .unknown, count: 5))
  }
}
