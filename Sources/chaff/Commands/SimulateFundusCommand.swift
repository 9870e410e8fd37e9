public import ArgumentParser
import Foundation
public import Segmentation

struct SimulateFundusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fundus", abstract: "Synthetic photographs of the back of the eye, with exact masks.",
    discussion: """
      Writes OUTPUT/images/eye_0001.png … and OUTPUT/masks/eye_0001.png …, which every command reads with --data OUTPUT.
      A larger set with the same seed begins with the eyes of a smaller one. Masks of the vessels are 0 and 255, masks of
      the optic disc and its cup 0, 1 (disc) and 2 (cup); the photographs are the same.

      Examples:
        chaff simulate fundus --count 200 --seed 1 --output eyes
        chaff simulate fundus --count 200 --seed 1 --masks disc-cup --output discs
        chaff inspect eyes
      """)

  @Option(name: .shortAndLong, help: "The folder to make.", completion: .directory) var output: String
  @Option(help: "How many eyes.") var count = 20
  @Option(help: "Height and width in pixels; from 64 on with masks of disc and cup.") var size = 128
  @Option(help: "What the masks show: vessels or disc-cup.") var masks = FundusSettings.Masks.vessels
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
    var counts = [Int](repeating: 0, count: 3)
    var (ratios, withLesions): ([Double], Int) = ([], 0)
    try folder().write(to: output, replacesOlder: force) { done, eye in
      for (label, pixels) in eye.mask.pixelCounts.enumerated() { counts[label] += pixels }
      ratios.append(eye.cupToDiscRatio)
      if eye.hasLesions { withLesions += 1 }
      line.update(done, of: count, note: "")
      if Interruption.isRequested { throw Interrupted(advice: "\(done) of \(count) eyes are in \(output).") }
    }
    guard !quiet else { return }
    let object = masks == .vessels ? Self.share(counts[1], of: counts, "vessel") : Self.discs(counts, ratios)
    Console.print("\(output): \(count) eyes of \(size) × \(size), \(object), \(withLesions) with lesions")
  }

  private static func share(_ part: Int, of counts: [Int], _ name: String) -> String {
    String(format: "%.1f", 100 * Double(part) / Double(counts.reduce(0, +))) + " % \(name)"
  }

  /// The cup is part of the disc.
  private static func discs(_ counts: [Int], _ ratios: [Double]) -> String {
    let range = String(format: "%.2f to %.2f", ratios.min() ?? 0, ratios.max() ?? 0)
    return share(counts[1] + counts[2], of: counts, "disc") + ", " + share(counts[2], of: counts, "cup")
      + ", cup-to-disc ratio \(range)"
  }

  private func folder() throws -> SyntheticFundusFolder {
    try SyntheticFundusFolder(
      count: count, seed: seed,
      settings: FundusSettings(size: size, lesionShare: lesions, noise: noise, blur: blur, masks: masks))
  }
}

extension FundusSettings.Masks: ExpressibleByArgument {}
