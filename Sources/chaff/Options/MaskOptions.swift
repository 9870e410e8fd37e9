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
  @Option(name: .customLong("mask-coding"), help: "How masks are coded: auto, index, threshold:20, values:…, colours:….")
  var maskCoding = "auto"
  @Option(name: .customLong("mask-threshold"), help: "Grey levels above this are foreground.") var maskThreshold: Int?
  @Option(name: .customLong("mask-void"), help: "The code of pixels that count nowhere.") var maskVoid: Int?
  @Option(help: "Part of the image that is used: x,y,width,height, or WIDTHxHEIGHT about the centre.") var crop: String?
  @Option(help: "Padding around it, e.g. 82:edge or 16.") var pad: String?
  @Option(help: "Size it is resized to, WIDTHxHEIGHT.") var resize: String?

  func validate() throws {
    do {
      _ = try SampleSelection(parsing: samples)
      _ = try SampleGeometry(crop: crop, pad: pad, resize: resize)
      _ = try MaskCodingRequest(parsing: maskCoding)
    } catch { throw ValidationError("\(error)") }
    if maskThreshold != nil, maskCoding != "auto" {
      throw ValidationError("--mask-threshold and --mask-coding exclude each other")
    }
  }

  func dataset(_ loaded: LoadedModel) throws -> SegmentationDataset {
    let folder =
      if let masks, masks.contains("{id}") {
        try ImageMaskFolder(
          root: data, images: FilePattern(parsing: "images/{id}"), masks: FilePattern(parsing: masks))
      } else {
        try ImageMaskFolder(at: data, masks: masks, maskSuffix: maskSuffix)
      }
    let coding = maskThreshold.map { "threshold:\($0)" } ?? maskCoding
    return try SegmentationDataset(
      folder, selection: SampleSelection(parsing: samples),
      geometry: SampleGeometry(crop: crop ?? cardCrop(loaded.card), pad: pad, resize: resize),
      maskReader: MaskReader(request: MaskCodingRequest(parsing: coding), voidCode: maskVoid),
      channels: loaded.inputShape.first == 1 ? .grey : .rgb)
  }

  private func cardCrop(_ card: VictimCard) -> String? {
    card.crop.map { $0.map(String.init).joined(separator: ",") }
  }
}
