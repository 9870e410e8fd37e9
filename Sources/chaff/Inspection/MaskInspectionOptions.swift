import ArgumentParser
import Segmentation

/// How masks are to be read, where their values do not tell by themselves.
struct MaskInspectionOptions: ParsableArguments {
  @Option(help: "auto, index, threshold:20, values:0,127,255 (class by class) or colours:#000000,#ff0000.")
  var maskCoding: String?
  @Option(help: "Grey values above this are foreground.") var maskThreshold: Int?
  @Option(help: "The stored value of pixels that do not count.") var maskVoid: Int?
  @Option(help: "The folder of masks, relative to a folder of images.", completion: .directory) var masks: String?
  @Option(help: "What a mask's name has after the image's, e.g. _mask.") var maskSuffix: String?

  func validate() throws {
    if maskCoding != nil, maskThreshold != nil {
      throw ValidationError("--mask-coding and --mask-threshold exclude each other")
    }
    if let maskThreshold, maskThreshold < 0 { throw ValidationError("--mask-threshold must not be negative") }
  }

  func reader() throws -> MaskReader {
    var request = MaskCodingRequest.automatic
    if let maskThreshold { request = .threshold(maskThreshold) }
    do {
      if let maskCoding { request = try MaskCodingRequest(parsing: maskCoding) }
    } catch { throw ValidationError("\(error)") }
    return MaskReader(request: request, voidCode: maskVoid)
  }
}
