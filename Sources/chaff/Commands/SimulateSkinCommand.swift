import ArgumentParser
import Foundation
import Segmentation

struct SimulateSkinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skin", abstract: "Synthetic photographs of pigmented lesions of the skin, with exact masks.",
    discussion: """
      Writes OUTPUT/images/lesion_0001.png … and OUTPUT/masks/lesion_0001.png …, which every command reads with --data OUTPUT.
      A larger set with the same seed begins with the lesions of a smaller one.

      Example:
        chaff simulate skin --count 200 --seed 1 --output lesions
        chaff inspect lesions
        chaff simulate mask-statistics lesions ISIC
      """)

  @Option(name: .shortAndLong, help: "The folder to make.", completion: .directory) var output: String
  @Option(help: "How many lesions.") var count = 20
  @Option(help: "Height and width in pixels.") var size = 256
  @Option(help: "Seed of everything random.") var seed: UInt64 = 0
  @Option(
    parsing: .unconditional, help: "Scale of the outlines' bumps: 0 for ellipses, 1 as in photographs, up to 2.")
  var irregularity = 1.0
  @Option(help: "The share of photographs with hair, 0 to 1.") var hair = 0.35
  @Option(help: "The share with the marks of a ruler, 0 to 1.") var ruler = 0.1
  @Option(help: "The share with the dark edge of a round field, 0 to 1.") var vignette = 0.3
  @Option(parsing: .unconditional, help: "Scale of the sensor's noise; 0 for none.") var noise = 1.0
  @Option(parsing: .unconditional, help: "Scale of the blur; 0 for none.") var blur = 1.0
  @Flag(help: "Replace a synthetic set that is there.") var force = false
  @Flag(help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    if output.isEmpty { throw ValidationError("--output is empty; name a folder") }
    do { _ = try folder() } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    Interruption.watch()
    var line = ProgressLine("lesions", isQuiet: quiet)
    var (pixels, lesionPixels, withHair) = (0, 0, 0)
    try folder().write(to: output, replacesOlder: force) { done, lesion in
      pixels += lesion.mask.classes.count
      lesionPixels += lesion.mask.pixelCounts[1]
      if lesion.hasHair { withHair += 1 }
      line.update(done, of: count, note: "")
      if Interruption.isRequested { throw Interrupted(advice: "\(done) of \(count) lesions are in \(output).") }
    }
    guard !quiet else { return }
    let share = String(format: "%.1f", 100 * Double(lesionPixels) / Double(pixels))
    Console.print("\(output): \(count) lesions of \(size) × \(size), \(share) % lesion, \(withHair) with hair")
  }

  private func folder() throws -> SyntheticLesionFolder {
    try SyntheticLesionFolder(
      count: count, seed: seed,
      settings: SkinSettings(
        size: size, irregularity: irregularity, hairShare: hair, rulerShare: ruler, vignetteShare: vignette,
        noise: noise, blur: blur))
  }
}
