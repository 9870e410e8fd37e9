import ArgumentParser
import Foundation
import Images
import Segmentation
import Tensors
import Volumes

/// Which files of a folder are images, which are masks, and what becomes of them.
struct MaskSourceOptions: ParsableArguments {
  @Option(
    help:
      "Folder of the masks, or the pattern of their names: masks, 'masks/{id}_m.png', 'masks/{id}_{class}.png' or 'masks/{class}/{id}.*' (a file per class), '{id}/masks/*.png' (per object), '{id}_{annotator}.*' (several truths)."
  )
  var masks: String?
  @Option(
    help:
      "With a pattern of masks: the pattern of the images; by default what lies in a folder 'images', if there is one.")
  var images: String?
  @Option(name: .customLong("mask-suffix"), help: "What a mask's name has after its image's, e.g. _1stHO.")
  var maskSuffix: String?
  @Option(
    name: .customLong("mask-classes"),
    help: "The names that stand for {class}, in the order of the classes after background: disc,cup.")
  var maskClasses: String?
  @Option(help: "Which truth counts of several annotators: majority, union, intersection, or a name.")
  var annotators = "majority"
  @Option(
    name: .customLong("split-table"),
    help: "CSV with the columns file,split or image,mask,split[,subject]; then 'split:train' chooses samples.",
    completion: .file())
  var splitTable: String?
  @Option(help: "Slices of NIfTI volumes: auto, axial, coronal, sagittal, i, j, k; with :10..20, :every:5, :labelled.")
  var slices = "auto"
  @Option(
    parsing: .unconditional,
    help: "Stored values that become 0 and 1, lowest:highest, e.g. -160:240 for CT; by default what the file says.")
  var window: String?
  @Option(
    name: .customLong("pixel-spacing"),
    help: "For distances (attack, score, study): millimetres between rows and columns: 0.02, 0.5x0.7; else the file's.")
  var pixelSpacing: String?

  func validate() throws {
    if masks?.contains("{id}") == true, maskSuffix != nil {
      throw ValidationError("--mask-suffix goes with a folder of masks; write it into the pattern after {id}")
    }
    if images != nil, masks?.contains("{id}") != true {
      throw ValidationError("--images needs --masks to be a pattern too, such as 'masks/{id}.png'")
    }
    if maskClasses != nil, masks?.contains("{class}") != true {
      throw ValidationError("--mask-classes needs --masks to be a pattern with {class}")
    }
    do {
      for pattern in [images, masks].compactMap({ $0 }) where pattern == images || pattern.contains("{id}") {
        if PathPattern.isNeeded(for: pattern) {
          _ = try PathPattern(parsing: pattern)
        } else {
          _ = try FilePattern(parsing: pattern)
        }
      }
      _ = try SliceSelection(parsing: slices)
    } catch { throw ValidationError("\(error)") }
    if let window, BoundsText.range(window) == nil {
      throw ValidationError("--window must be lowest:highest, e.g. -160:240")
    }
    if let pixelSpacing, PixelSpacing(parsing: pixelSpacing) == nil {
      throw ValidationError(
        "--pixel-spacing must be millimetres above 0, of rows and columns where they differ: 0.02 or 0.5x0.7; "
          + "is '\(pixelSpacing)'")
    }
  }

  func source() throws -> MaskSource {
    MaskSource(
      images: images, masks: masks, maskSuffix: maskSuffix,
      classNames: maskClasses?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? [],
      rule: AnnotatorRule(parsing: annotators), table: splitTable, slices: try SliceSelection(parsing: slices),
      window: window.flatMap { BoundsText.range($0) }.map {
        ValueWindow(low: $0.lowerBound, high: $0.upperBound, origin: .asked)
      }, pixelSpacing: pixelSpacing.flatMap { PixelSpacing(parsing: $0) })
  }
}

extension PixelSpacing {
  /// "0.02", "0.5x0.7" (rows, then columns).
  fileprivate init?(parsing text: String) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    let lengths = parts.compactMap { Double($0) }
    guard (1...2).contains(parts.count), lengths.count == parts.count else { return nil }
    self.init(row: lengths[0], column: lengths[lengths.count - 1])
    guard isMeasurable else { return nil }
  }
}
