import ArgumentParser
import Images
import Segmentation
import Victims

/// Which images and masks, and how they become inputs of the model.
struct MaskOptions: ParsableArguments {
  @Option(help: "Folder of images and masks.", completion: .directory) var data: String
  @OptionGroup var source: MaskSourceOptions
  @Option(help: "Which samples: all, first:20, A..B, A,B or split:NAME.") var samples = "all"
  @OptionGroup var coding: MaskCodingOptions
  @OptionGroup var geometry: GeometryOptions

  func validate() throws {
    do { _ = try SampleSelection(parsing: samples) } catch { throw ValidationError("\(error)") }
  }

  var maskCoding: String { coding.maskCoding }
  var maskThreshold: Int? { coding.maskThreshold }

  /// The selected samples.
  func dataset(_ loaded: LoadedModel) throws -> SegmentationDataset {
    try dataset(loaded, selection: SampleSelection(parsing: samples))
  }

  /// Every sample: target masks may come from any of them.
  func wholeDataset(_ loaded: LoadedModel) throws -> SegmentationDataset { try dataset(loaded, selection: .all) }

  /// Images that nothing is said of because they have no mask; empty where all have one.
  var leftOut: [String] {
    get throws {
      let images = try source.source().folder(at: data, maskReader: coding.reader()).imagesWithoutMask
      guard !images.isEmpty else { return [] }
      return ["\(Wording.count(images.count, "image")) without a mask left out: \(Wording.list(images, limit: 5))."]
    }
  }

  private func dataset(_ loaded: LoadedModel, selection: SampleSelection) throws -> SegmentationDataset {
    let (source, reader) = (try source.source(), try coding.reader())
    let pairs = try selection.applied(to: source.folder(at: data, maskReader: reader).pairs)
    return source.dataset(
      pairs, geometry: try geometry.geometry(loaded.card), maskReader: reader,
      channels: loaded.inputShape.first == 1 ? .grey : .rgb)
  }
}
