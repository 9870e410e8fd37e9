import ArgumentParser
import Evaluation
import Foundation
import Images
import Segmentation

struct SimulateMaskStatisticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mask-statistics",
    abstract: "What images with masks look like in numbers: to compare made-up with real ones.",
    discussion: """
      Medians over the images with quartiles; every class but background is the object. docs/segmentation-data.md shows a
      comparison. Outlines are the rougher the finer they are drawn: compare at one size.

      Example: chaff simulate mask-statistics lesions ISIC --resize 256x256
      """)

  @Argument(help: "Folders of images and masks.", completion: .directory) var folders: [String]
  @OptionGroup var source: MaskSourceOptions
  @OptionGroup var coding: MaskCodingOptions
  @Option(help: "Size the images are resized to, WIDTHxHEIGHT.") var resize: String?
  @Flag(help: "Print one JSON object a line.") var json = false

  func validate() throws {
    if source.pixelSpacing != nil {
      throw ValidationError("--pixel-spacing is for distances, and mask-statistics measures none; leave it out")
    }
    do { _ = try SampleGeometry(crop: nil, pad: nil, resize: resize) } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    var columns: [[String]] = []
    for path in folders {
      let statistics = try statistics(of: path)
      if json { Console.print(try JSONText.of(statistics)) }
      columns.append([statistics.folder] + statistics.rows.map(\.text))
      if columns.count == 1 { columns.insert([""] + statistics.rows.map(\.name), at: 0) }
    }
    if !json { Console.print(MarkdownTable(columns: columns).text) }
  }

  private func statistics(of path: String) throws -> MaskStatistics {
    let (source, reader) = (try source.source(), try coding.reader())
    let dataset = source.dataset(
      try source.folder(at: path, maskReader: reader).pairs,
      geometry: try SampleGeometry(crop: nil, pad: nil, resize: resize), maskReader: reader, channels: .rgb)
    let samples = try dataset.pairs.map { pair in
      let sample = try dataset.sample(pair)
      return MaskedImageFigures(image: sample.image, mask: sample.truth)
    }
    return MaskStatistics(folder: URL(fileURLWithPath: path).lastPathComponent, samples)
  }
}

/// The figures of a folder's images, put together.
private struct MaskStatistics: Encodable {
  struct Colour: Encodable {
    let mean: Quartiles
    let deviation: Quartiles

    init(_ colours: [MaskedImageFigures.Colour], _ channel: Int) {
      mean = Quartiles(of: colours.map { $0.mean[channel] })
      deviation = Quartiles(of: colours.map { $0.deviation[channel] })
    }
  }

  let folder: String
  let images: Int
  /// Masks that are all object or have none, which are in no other number.
  let withoutOutline: Int
  let share: Quartiles
  /// The object's centre: from the left over the width, from the top over the height.
  let fromLeft: Quartiles
  let fromTop: Quartiles
  /// Red, green, blue.
  let inside: [Colour]
  let outside: [Colour]
  let irregularity: Quartiles
  let elongation: Quartiles
  let inOnePiece: Proportion
  let touchesBorder: Proportion

  init(folder: String, _ samples: [MaskedImageFigures?]) {
    let figures = samples.compactMap { $0 }
    self.folder = folder
    images = samples.count
    withoutOutline = samples.count - figures.count
    share = Quartiles(of: figures.map(\.share))
    fromLeft = Quartiles(of: figures.map(\.centre.x))
    fromTop = Quartiles(of: figures.map(\.centre.y))
    inside = (0..<3).map { Colour(figures.map(\.inside), $0) }
    outside = (0..<3).map { Colour(figures.map(\.outside), $0) }
    irregularity = Quartiles(of: figures.map(\.irregularity))
    elongation = Quartiles(of: figures.map(\.elongation))
    inOnePiece = Proportion(figures.count { $0.pieces == 1 }, of: figures.count)
    touchesBorder = Proportion(figures.count { $0.touchesBorder }, of: figures.count)
  }

  var rows: [(name: String, text: String)] {
    var rows = [
      ("images", "\(images)"), ("without an outline, left out", "\(withoutOutline)"),
      ("share of the image", Self.text(share)),
      ("centre from the left", Self.text(fromLeft)), ("centre from the top", Self.text(fromTop)),
    ]
    for (place, colours) in [("inside", inside), ("outside", outside)] {
      for (name, colour) in zip(["red", "green", "blue"], colours) {
        rows.append(("\(name) \(place), mean", Self.text(colour.mean)))
      }
      for (name, colour) in zip(["red", "green", "blue"], colours) {
        rows.append(("\(name) \(place), deviation", Self.text(colour.deviation)))
      }
    }
    return rows + [
      ("P²/(4πA)", Self.text(irregularity)), ("length over width", Self.text(elongation)),
      ("in one piece", Self.text(inOnePiece)), ("at the border", Self.text(touchesBorder)),
    ]
  }

  private static func text(_ values: Quartiles) -> String {
    guard values.count > 0 else { return "-" }
    return String(format: "%.3f (%.3f..%.3f)", values.median, values.lower, values.upper)
  }

  private static func text(_ share: Proportion) -> String {
    share.total > 0 ? String(format: "%.1f %%", 100 * share.rate) : "-"
  }
}
