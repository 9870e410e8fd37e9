import ArgumentParser
import Images
import Segmentation
import Victims

/// Which images and masks, and how they become inputs of the model.
struct MaskOptions: ParsableArguments {
  @Option(help: "Folder of images and masks.", completion: .directory) var data: String
  @Option(help: "Pattern or folder of the masks, e.g. masks or 'masks/{id}.png'.") var masks: String?
  @Option(name: .customLong("mask-suffix"), help: "What a mask's name has after its image's, e.g. _1stHO.")
  var maskSuffix: String?
  @Option(help: "Which samples: all, first:20, A..B or A,B.") var samples = "all"
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

  private func dataset(_ loaded: LoadedModel, selection: SampleSelection) throws -> SegmentationDataset {
    let folder =
      if let masks, masks.contains("{id}") {
        try ImageMaskFolder(
          root: data, images: FilePattern(parsing: "images/{id}"), masks: FilePattern(parsing: masks))
      } else {
        try ImageMaskFolder(at: data, masks: masks, maskSuffix: maskSuffix)
      }
    return try SegmentationDataset(
      folder, selection: selection, geometry: geometry.geometry(loaded.card),
      maskReader: coding.reader(), channels: loaded.inputShape.first == 1 ? .grey : .rgb)
  }
}
