import ArgumentParser
import Images
import Segmentation
import Victims

/// Which images and masks, and how they become inputs of the model.
struct MaskOptions: ParsableArguments {
  @Option(help: "Folder of images and masks.", completion: .directory) var data: String
  @Option(help: "Folder of the masks, or the pattern of their names, e.g. masks or 'masks/{id}_m.png'.") var masks:
    String?
  @Option(
    help:
      "With a pattern of masks: the pattern of the images; by default what lies in a folder 'images', if there is one.")
  var images: String?
  @Option(name: .customLong("mask-suffix"), help: "What a mask's name has after its image's, e.g. _1stHO.")
  var maskSuffix: String?
  @Option(help: "Which samples: all, first:20, A..B or A,B.") var samples = "all"
  @OptionGroup var coding: MaskCodingOptions
  @OptionGroup var geometry: GeometryOptions

  func validate() throws {
    if masks?.contains("{id}") == true, maskSuffix != nil {
      throw ValidationError("--mask-suffix goes with a folder of masks; write it into the pattern after {id}")
    }
    if images != nil, masks?.contains("{id}") != true {
      throw ValidationError("--images needs --masks to be a pattern too, such as 'masks/{id}.png'")
    }
    for pattern in [images, masks].compactMap({ $0 }) where pattern == images || pattern.contains("{id}") {
      do { _ = try FilePattern(parsing: pattern) } catch { throw ValidationError("\(error)") }
    }
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
    try SegmentationDataset(
      try folder(), selection: selection, geometry: geometry.geometry(loaded.card),
      maskReader: coding.reader(), channels: loaded.inputShape.first == 1 ? .grey : .rgb)
  }

  private func folder() throws -> ImageMaskFolder {
    guard let masks, masks.contains("{id}") else {
      return try ImageMaskFolder(at: data, masks: masks, maskSuffix: maskSuffix)
    }
    return try ImageMaskFolder(
      at: data, images: try images.map { try FilePattern(parsing: $0) }, masks: FilePattern(parsing: masks))
  }
}
