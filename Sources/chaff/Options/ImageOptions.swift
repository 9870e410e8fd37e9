import ArgumentParser
import Foundation
import ImageClassification
import Radar
import Victims

/// Which labelled images, and how they become inputs of the model.
struct ImageOptions: ParsableArguments {
  @Option(
    help:
      "Folder of images (PNG, JPEG, TIFF, DICOM, NPY), one folder a class; or a table of labels (.csv) beside images.",
    completion: .directory)
  var data: String
  @Option(
    help: """
      Which images: all, places in each class from 0 (0-9,20), first:0.8, last:0.2, subject:7,8, random:0.2[:SEED], \
      file:split.json#eval; except: before it takes the others.
      """)
  var samples = "all"
  @Option(help: "Only images of these classes, separated by commas.") var only: String?
  @OptionGroup var geometry: GeometryOptions

  func validate() throws {
    do { _ = try selection } catch { throw ValidationError("--samples: \(error)") }
  }

  var selection: SampleSelection {
    get throws { try SampleSelection(samples) }
  }

  /// The images in the order of the model's classes.
  func folder(_ model: LoadedModel) throws -> LabelledImageFolder {
    let names = model.card.classNames
    let wanted = try only.map { text in
      try Set(
        text.split(separator: ",").map { part in
          let name = part.trimmingCharacters(in: .whitespaces)
          guard let names else { return name }
          return names[try ClassName.index(of: name, among: names)]
        })
    }
    return try LabelledImageFolder(path: data, classNames: names, only: wanted)
  }
}
