import ArgumentParser
import Foundation
import Radar

/// Which recordings are trained, validated and tested on, and how they become inputs.
struct TrainingRecordingOptions: ParsableArguments {
  @Option(help: "Folder of recordings, one folder a class.", completion: .directory) var data: String
  @Option(help: "What is trained on; by default what the other parts leave.") var train: String?
  @Option(help: "What early stopping and the choice of the best epoch look at; 'none' for none.")
  var validation = "last:0.15"
  @Option(help: "What is tested on at the end; 'none' for none.") var test = "none"
  @Option(help: "Class names in the order of the outputs; by default the folders in natural order.") var classes:
    String?
  @Option(help: "Frames of an input; by default those of the first recording.") var frames: Int?
  @Option(help: "Steps from stored values to model input, e.g. log1p:724.") var transform = "none"
  @Option(parsing: .unconditional, help: "Values an input element can take, lowest:highest.") var bounds = "0:1"
  @OptionGroup var framing: FramingOptions

  func validate() throws {
    do {
      _ = try ValueTransform(transform)
      for text in [train, part(validation), part(test)].compactMap({ $0 }) { _ = try SampleSelection(text) }
    } catch { throw ValidationError("\(error)") }
    if let frames, !(1...100_000).contains(frames) {
      throw ValidationError("--frames must lie in 1...100000, are \(frames)")
    }
    if range == nil { throw ValidationError("--bounds must be lowest:highest, e.g. 0:1") }
  }

  func folder() throws -> RecordingFolder {
    let names = classes?.split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) }
    return try RecordingFolder(path: data, classNames: names)
  }

  func split(of folder: RecordingFolder) throws -> DataSplit {
    try DataSplit(
      of: folder, training: train.map { try SampleSelection($0) },
      validation: part(validation).map { try SampleSelection($0) }, test: part(test).map { try SampleSelection($0) })
  }

  var channelNumbers: [Int]? { framing.channelNumbers }

  var range: ClosedRange<Float>? { BoundsText.range(bounds) }

  private func part(_ text: String) -> String? { text == "none" ? nil : text }
}
