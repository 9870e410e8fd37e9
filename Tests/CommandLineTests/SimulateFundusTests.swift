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

  @Test func masksOfDiscAndCupGoWithTheSamePhotographs() throws {
    let folder = try TemporaryFolder()
    let (vessels, discs) = (folder.file("vessels"), folder.file("discs"))
    let common = ["simulate", "fundus", "--count", "1", "--size", "64", "--seed", "5", "--output"]
    #expect(try ChaffProcess(common + [vessels]).status == 0)
    let process = try ChaffProcess(common + [discs, "--masks", "disc-cup"])
    #expect(process.status == 0)
    #expect(process.output.contains("% disc, ") && process.output.contains("% cup, cup-to-disc ratio 0."))
    #expect(try bytes(vessels + "/images/eye_0001.png") == bytes(discs + "/images/eye_0001.png"))
    #expect(try bytes(vessels + "/masks/eye_0001.png") != bytes(discs + "/masks/eye_0001.png"))
    let refused = try ChaffProcess(
      "simulate", "fundus", "--masks", "disc-cup", "--size", "48", "--output", folder.file("small"))
    #expect(refused.status == 2 && refused.error.contains("choose a value from 64 to 2048"), "\(refused.error)")
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
