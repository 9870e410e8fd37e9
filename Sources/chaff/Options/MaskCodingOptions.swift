import ArgumentParser
import Segmentation

/// How masks are to be read, where their values do not tell by themselves.
struct MaskCodingOptions: ParsableArguments {
  @Option(
    name: .customLong("mask-coding"),
    help: "How masks are coded: auto, index, threshold:20, probability:0.5, values:…, colours:….")
  var maskCoding = "auto"
  @Option(name: .customLong("mask-threshold"), help: "Grey levels above this are foreground.") var maskThreshold: Int?
  @Option(name: .customLong("mask-void"), help: "The code of pixels that count nowhere.") var maskVoid: Int?

  func validate() throws {
    if maskThreshold != nil, maskCoding != "auto" {
      throw ValidationError("--mask-threshold and --mask-coding exclude each other")
    }
    do { _ = try reader() } catch { throw ValidationError("\(error)") }
  }

  func reader() throws -> MaskReader {
    let coding = maskThreshold.map { "threshold:\($0)" } ?? maskCoding
    return MaskReader(request: try MaskCodingRequest(parsing: coding), voidCode: maskVoid)
  }
}
