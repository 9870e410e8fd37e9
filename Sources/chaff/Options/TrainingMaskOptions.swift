import ArgumentParser
import Foundation
import Images
import Radar
import Segmentation
import Victims

/// Which images and masks are trained, validated and tested on, and how they become inputs.
struct TrainingMaskOptions: ParsableArguments {
  @Option(help: "Folder of images and masks.", completion: .directory) var data: String
  @OptionGroup var source: MaskSourceOptions
  @Option(help: "What is trained on; by default what the other parts leave.") var train: String?
  @Option(
    help: "What early stopping and the choice of the best epoch look at: first:20, A..B, A,B, split:NAME or none.")
  var validation = "none"
  @Option(help: "What is tested on at the end; 'none' for none.") var test = "none"
  @Option(help: "Class names, background first, separated by commas.") var classes: String?
  @Flag(help: "Read images as grey, one channel.") var grey = false
  @Option(help: "Steps from stored values (0 to 1) to model input.") var transform = "none"
  @Option(parsing: .unconditional, help: "Values an input element can take, lowest:highest.") var bounds = "0:1"
  @OptionGroup var coding: MaskCodingOptions
  @OptionGroup var geometry: GeometryOptions

  func validate() throws {
    do {
      _ = try ValueTransform(transform)
      for text in [train, validation, test].compactMap({ $0 }) where text != "none" {
        _ = try Segmentation.SampleSelection(parsing: text)
      }
    } catch { throw ValidationError("\(error)") }
    if BoundsText.range(bounds) == nil { throw ValidationError("--bounds must be lowest:highest, e.g. 0:1") }
  }

  func folder() throws -> ImageMaskFolder {
    try source.source().folder(at: data, maskReader: coding.reader())
  }

  func dataset(_ pairs: [ImageMaskFolder.Pair]) throws -> SegmentationDataset {
    try source.source().dataset(
      pairs, geometry: geometry.geometry(VictimCard(modelPath: "")), maskReader: coding.reader(),
      channels: grey ? .grey : .rgb)
  }

  /// The three parts, which have nothing in common: the test part takes first, then the validation part.
  func split(_ pairs: [ImageMaskFolder.Pair]) throws -> MaskSplit {
    let test = try chosen(test, pairs)
    let rest = pairs.filter { pair in !test.contains { $0.id == pair.id } }
    let validation = try chosen(validation, rest)
    let left = rest.filter { pair in !validation.contains { $0.id == pair.id } }
    let training = try train.map { try chosen($0, left) } ?? left
    guard !training.isEmpty else { throw NothingToTrainOn(count: pairs.count) }
    return MaskSplit(training: training, validation: validation, test: test)
  }

  private func chosen(_ text: String, _ pairs: [ImageMaskFolder.Pair]) throws -> [ImageMaskFolder.Pair] {
    text == "none" ? [] : try Segmentation.SampleSelection(parsing: text).applied(to: pairs)
  }
}

/// Images with masks in three parts.
struct MaskSplit {
  let training: [ImageMaskFolder.Pair]
  let validation: [ImageMaskFolder.Pair]
  let test: [ImageMaskFolder.Pair]

  /// What makes the score of one part say too much, in sentences.
  var caveats: [String] {
    let shared = [ImageMaskFolder.Pair].sharedSubjects(of: [training, validation, test])
    guard !shared.isEmpty else { return [] }
    return [
      "\(Wording.list(shared)): these subjects are in more than one of training, validation and test, so that what is "
        + "measured on one part was partly seen in another."
    ]
  }
}

struct NothingToTrainOn: Error, CustomStringConvertible {
  let count: Int
  var description: String {
    "all \(count) samples are in the validation and test parts; select fewer with --validation and --test"
  }
}
