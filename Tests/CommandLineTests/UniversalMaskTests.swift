import Foundation
import Tensors
import TestSupport
import Testing

/// `chaff attack universal-mask` on the network and the images that come with Chaff.
@Suite struct UniversalMaskTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private func search(_ options: [String], train: String = "lesion_0001,lesion_0002") throws -> ChaffProcess {
    try ChaffProcess(command(train) + (options.contains("--steps") ? [] : ["--steps", "2"]) + options)
  }

  private func command(_ train: String) -> [String] {
    [
      "attack", "universal-mask", Self.root + "/models/skin-unet/model.yaml", "--data",
      Self.root + "/datasets/skin-default", "--train-samples", train,
    ]
  }

  private func summary(_ folder: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/summary.json"))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func ids(_ summary: [String: Any], _ part: String) -> [String] {
    let images = (summary[part] as? [String: Any])?["images"] as? [[String: Any]]
    return images?.compactMap { $0["id"] as? String } ?? []
  }

  @Test func oneWordForAllImagesIsFoundOnSomeAndTriedOnOthers() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (folder.file("first"), folder.file("second"))
    let options = ["--samples", "lesion_0002..lesion_0004", "--target", "text:HI", "--size", "8/255", "--output"]
    let process = try search(options + [first])
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("found on") && process.output.contains("held out"))
    #expect(process.output.contains("IoU to the target, after") && process.output.contains("Dice to the truth, after"))
    let summary = try summary(first)
    #expect(summary["kind"] as? String == "universal-mask")
    #expect(ids(summary, "foundOn") == ["lesion_0001", "lesion_0002"])
    #expect(ids(summary, "heldOut") == ["lesion_0003", "lesion_0004"])
    let perturbation = try Tensor(npyContentsOf: first + "/perturbation.npy")
    #expect(perturbation.shape == [3, 128, 128])
    #expect(perturbation.scalars.allSatisfy { abs($0) <= Float(8.0 / 255) })
    for name in ["report.html", "perturbation.png", "figures/perturbation.png", "figures/0-after.png"] {
      #expect(FileManager.default.fileExists(atPath: first + "/" + name), "\(name)")
    }
    #expect(try search(options + [second, "--no-report", "--quiet"]).status == 0)
    #expect(try Tensor(npyContentsOf: second + "/perturbation.npy") == perturbation)
    #expect(!FileManager.default.fileExists(atPath: second + "/report.html"))
    let refused = try search(options + [first])
    #expect(refused.status == 1 && refused.error.contains("--force"), "\(refused.error)")
  }

  @Test func aClassVanishesFromWhatTheNetworkDraws() throws {
    let folder = try TemporaryFolder()
    let output = folder.file("run")
    let process = try search([
      "--samples", "lesion_0003", "--target", "erase:lesion", "--size", "8/255", "--no-report", "--json", "--output",
      output,
    ])
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("the clean prediction without lesion") && process.output.contains("0.9999"))
    #expect(try ids(summary(output), "heldOut") == ["lesion_0003"])
  }

  /// Killed after a step at least, and gone on with: the arrays and all scores of a search that nobody disturbed.
  @Test func aKilledSearchGoesOnWhereItWas() throws {
    let folder = try TemporaryFolder()
    let (killed, whole) = (folder.file("killed"), folder.file("whole"))
    let options = [
      "--samples", "lesion_0003", "--target", "text:HI", "--size", "8/255", "--steps", "60", "--no-report", "--quiet",
    ]
    let process = Process()
    process.executableURL = ChaffProcess.executable
    process.arguments = command("lesion_0001,lesion_0002") + options + ["--output", killed]
    try process.run()
    for _ in 0..<12_000 where process.isRunning && !FileManager.default.fileExists(atPath: state(killed)) {
      usleep(5000)
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(FileManager.default.fileExists(atPath: state(killed)))
    #expect(!FileManager.default.fileExists(atPath: killed + "/summary.json"))

    let other = try search(["--samples", "lesion_0003", "--target", "text:HI", "--size", "4/255", "--output", killed])
    #expect(other.status == 1 && other.error.contains("the settings changed since it was started"), "\(other.error)")
    for (flags, what) in [
      (["--bounds=-1:2"], "the model's bounds, transform, axes or classes"),
      (["--crop", "64x64", "--resize", "128x128"], "the settings"),
    ] {
      let read = try search(options + flags + ["--output", killed])
      #expect(read.status == 1 && read.error.contains(what) && read.error.contains("changed since"), "\(read.error)")
    }
    let resumed = try ChaffProcess("resume", killed)
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(try search(options + ["--output", whole]).status == 0)
    let names = ["perturbation.npy", "perturbation.png"]
    for name in names {
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: killed + "/" + name))
          == Data(contentsOf: URL(fileURLWithPath: whole + "/" + name)), "\(name)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: killed).sorted() == names + ["summary.json"])
    for part in ["foundOn", "heldOut", "settings"] {
      let texts = try [killed, whole].map { folder in
        let value = try #require(summary(folder)[part])
        return try JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
      }
      #expect(texts[0] == texts[1], "\(part)")
    }
    let again = try ChaffProcess("resume", killed)
    #expect(again.status == 1)
  }

  private func state(_ folder: String) -> String { folder + "/search.safetensors" }

  @Test func savingAndPrecisionAreInTheReport() throws {
    let folder = try TemporaryFolder()
    let output = folder.file("run")
    let process = try search([
      "--samples", "lesion_0003", "--target", "none", "--size", "8/255", "--precision", "exact", "--output", output,
    ])
    #expect(process.status == 0, "\(process.error)")
    let page = try String(contentsOfFile: output + "/report.html", encoding: .utf8)
    for form in ["8 bits", "JPEG 90", "JPEG 75"] {
      #expect(process.output.contains("successes saved as \(form)") && page.contains("Successes saved as \(form)"))
    }
    let settings = try #require(summary(output)["settings"] as? [[String: Any]])
    #expect(settings.contains { $0["name"] as? String == "precision" && $0["value"] as? String == "exact" })
    let images = try #require((summary(output)["heldOut"] as? [String: Any])?["images"] as? [[String: Any]])
    #expect((images.first?["afterStorage"] as? [[String: Any]])?.count == 3)
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    let folder = try TemporaryFolder()
    let common = ["--size", "8/255", "--output", folder.file("run")]
    let all = try search(common + ["--target", "empty"], train: "all")
    #expect(all.status == 1 && all.error.contains("no image is held out"), "\(all.error)")
    let unknown = try search(common + ["--target", "erase:mole"])
    #expect(unknown.status == 1 && unknown.error.contains("the network has no class 'mole'"), "\(unknown.error)")
    try Data("precious".utf8).write(to: URL(fileURLWithPath: folder.file("notes.txt")))
    let taken = try search(["--size", "8/255", "--target", "empty", "--force", "--output", folder.path])
    #expect(taken.status == 1 && taken.error.contains("it holds other files"), "\(taken.error)")
  }

  @Test(arguments: [
    (["--size", "8/255"], "say what to draw with --target"),
    (["--size", "8/255", "--target", "empty", "--destroy", "truth"], "leave out --destroy"),
    (["--target", "empty"], "--size"), (["--size", "0", "--target", "empty"], "--size must be above 0"),
    (["--size", "1", "--target", "mirror"], "is no target mask"),
    (["--size", "1", "--target", "empty", "--norm", "l1"], "--norm must be linf or l2"),
    (["--size", "1", "--target", "empty", "--change-weight", "2"], "--change-weight must lie in 0...1"),
    (["--size", "1", "--target", "empty", "--confidence", "0"], "--confidence must be above 0"),
    (["--size", "1", "--target", "empty", "--region", "(border:3"], "--region"),
  ])
  func whatCannotBeAskedForIsWrongUsage(options: [String], words: String) throws {
    let process = try search(["--output", "o"] + options)
    #expect(process.status == 2)
    #expect(process.error.contains(words), "\(process.error)")
  }
}
