import ArgumentParser
import Foundation
import Segmentation

struct SimulateFundusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fundus", abstract: "Synthetic photographs of the back of the eye, with exact masks of the vessels.",
    discussion: """
      Writes OUTPUT/images/eye_0001.png … and OUTPUT/masks/eye_0001.png …, which every command reads with --data OUTPUT.
      A larger set with the same seed begins with the eyes of a smaller one.

      Example:
        chaff simulate fundus --count 200 --seed 1 --output eyes
        chaff inspect eyes
      """)

  @Option(name: .shortAndLong, help: "The folder to make.", completion: .directory) var output: String
  @Option(help: "How many eyes.") var count = 20
  @Option(help: "Height and width in pixels.") var size = 128
  @Option(help: "Seed of everything random.") var seed: UInt64 = 0
  @Option(help: "The share of eyes with exudates and haemorrhages, 0 to 1.") var lesions = 0.4
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
    var line = ProgressLine("eyes", isQuiet: quiet)
    var (pixels, vesselPixels, withLesions) = (0, 0, 0)
    try folder().write(to: output, replacesOlder: force) { done, eye in
      pixels += eye.mask.classes.count
      vesselPixels += eye.mask.pixelCounts[1]
      if eye.hasLesions { withLesions += 1 }
      line.update(done, of: count, note: "")
      if Interruption.isRequested { throw Interrupted(advice: "\(done) of \(count) eyes are in \(output).") }
    }
    guard !quiet else { return }
    let share = String(format: "%.1f", 100 * Double(vesselPixels) / Double(pixels))
    Console.print("\(output): \(count) eyes of \(size) × \(size), \(share) % vessel, \(withLesions) with lesions")
  }

  private func folder() throws -> SyntheticFundusFolder {
    try SyntheticFundusFolder(
      count: count, seed: seed,
      settings: FundusSettings(size: size, lesionShare: lesions, noise: noise, blur: blur))
  }
}
