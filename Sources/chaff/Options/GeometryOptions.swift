import ArgumentParser
import Images
import Victims

/// How an image is brought to the size of the model.
struct GeometryOptions: ParsableArguments {
  @Option(help: "Part of the image that is used: x,y,width,height, or WIDTHxHEIGHT about the centre.") var crop: String?
  @Option(help: "Padding around it, e.g. 82:edge or 16:zero; or, as the last step, multiple:32.") var pad: String?
  @Option(help: "Size it is resized to, WIDTHxHEIGHT.") var resize: String?

  func validate() throws {
    do { _ = try SampleGeometry(crop: crop, pad: pad, resize: resize) } catch { throw ValidationError("\(error)") }
  }

  /// The flags' geometry; where none cuts the image, the card's crop.
  func geometry(_ card: VictimCard) throws -> SampleGeometry {
    let cardCrop = card.crop.map { $0.map(String.init).joined(separator: ",") }
    return try SampleGeometry(crop: crop ?? cardCrop, pad: pad, resize: resize)
  }
}
