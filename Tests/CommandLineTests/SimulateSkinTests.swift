import Foundation
import TestSupport
import Testing

@Suite struct SimulateSkinTests {
  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func aSetIsMadeAndReadAndMeasured() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (folder.file("first"), folder.file("second"))
    for output in [first, second] {
      let process = try ChaffProcess(
        "simulate", "skin", "--count", "2", "--size", "32", "--seed", "5", "--hair", "1", "--output", output)
      #expect(process.status == 0, "\(process.error)")
      #expect(process.output.hasPrefix("\(output): 2 lesions of 32 × 32, ") && process.output.contains("2 with hair"))
    }
    for name in ["skin.json", "images/lesion_0002.png", "masks/lesion_0002.png"] {
      #expect(try bytes(first + "/" + name) == bytes(second + "/" + name))
    }
    let inspection = try ChaffProcess("inspect", first)
    #expect(inspection.output.contains("folder of 2 images with masks"), "\(inspection.error)")
    let table = try ChaffProcess("simulate", "mask-statistics", first, second, "--resize", "24x24")
    #expect(table.status == 0, "\(table.error)")
    let lines = table.output.split(separator: "\n")
    #expect(lines.first?.contains("| first") == true && lines.contains { $0.hasPrefix("| in one piece") })
    // Both columns are of the same images.
    for line in lines.dropFirst(2) {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(cells.count == 3 && cells[1] == cells[2], "\(line)")
    }
    let json = try ChaffProcess("simulate", "mask-statistics", first, "--json")
    #expect(json.output.contains("\"irregularity\"") && json.output.contains("\"images\":2"), "\(json.output)")
  }

  @Test(arguments: [
    ["--size", "8"], ["--count", "0"], ["--hair", "2"], ["--ruler", "2"], ["--vignette", "nan"],
    ["--irregularity", "-1"], ["--noise", "-1"], ["--blur", "nan"],
  ])
  func settingsOutOfRangeAreWrongUsage(_ setting: [String]) throws {
    let folder = try TemporaryFolder()
    let process = try ChaffProcess(["simulate", "skin", "--output", folder.file("lesions")] + setting)
    #expect(process.status == 2)
    #expect(process.error.contains("synthetic skin"), "\(process.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("lesions")))
  }

  @Test func whatHasNoMasksIsNotMeasured() throws {
    let folder = try TemporaryFolder()
    #expect(try ChaffProcess("simulate", "mask-statistics", folder.path).status == 1)
    #expect(try ChaffProcess("simulate", "mask-statistics", folder.path, "--resize", "big").status == 2)
  }
}
