import Foundation
import TestSupport
import Testing

@Suite struct SimulateFundusTests {
  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func aSetIsMadeAndReadAndMadeAgain() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (folder.file("first"), folder.file("second"))
    for output in [first, second] {
      let process = try ChaffProcess(
        "simulate", "fundus", "--count", "2", "--size", "32", "--seed", "5", "--output", output)
      #expect(process.status == 0)
      #expect(process.output.hasPrefix("\(output): 2 eyes of 32 × 32, "))
    }
    for name in ["fundus.json", "images/eye_0002.png", "masks/eye_0002.png"] {
      #expect(try bytes(first + "/" + name) == bytes(second + "/" + name))
    }
    let inspection = try ChaffProcess("inspect", first)
    #expect(inspection.status == 0)
    #expect(inspection.output.contains("folder of 2 images with masks"))
  }

  @Test func anOlderSetIsReplacedOnlyByForce() throws {
    let folder = try TemporaryFolder()
    let arguments = ["simulate", "fundus", "--count", "1", "--size", "32", "--quiet", "--output", folder.file("eyes")]
    #expect(try ChaffProcess(arguments).status == 0)
    let refused = try ChaffProcess(arguments)
    #expect(refused.status == 1)
    #expect(refused.error.contains("--force"))
    #expect(try ChaffProcess(arguments + ["--force"]).status == 0)
  }

  @Test(arguments: [["--size", "8"], ["--count", "0"], ["--lesions", "2"], ["--noise", "-1"], ["--blur", "nan"]])
  func settingsOutOfRangeAreWrongUsage(_ setting: [String]) throws {
    let folder = try TemporaryFolder()
    let process = try ChaffProcess(["simulate", "fundus", "--output", folder.file("eyes")] + setting)
    #expect(process.status == 2)
    #expect(process.error.contains("synthetic fundus"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("eyes")))
  }
}
