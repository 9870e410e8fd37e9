import ArgumentParser
import Radar
import Victims

/// Which recordings, and how they become inputs of the model.
struct RecordingOptions: ParsableArguments {
  @Option(help: "Folder of recordings, one folder a class.", completion: .directory) var data: String
  @Option(
    help: """
      Which recordings: all, places in each class from 0 (140-179, 0-9,20), first:0.8, last:0.2, subject:7,8, session:1, \
      random:0.2[:SEED], file:split.json#eval; except: before it takes the others.
      """)
  var recordings = "all"
  @Option(help: "Only recordings of these classes, separated by commas.") var only: String?
  @OptionGroup var framing: FramingOptions

  /// The folder's recordings in the order of the model's classes.
  func folder(_ model: LoadedModel) throws -> RecordingFolder {
    try RecordingFolder(path: data, classNames: model.card.classNames)
  }

  var selection: SampleSelection {
    get throws { try SampleSelection(recordings) }
  }

  var padding: String? { framing.padding }
  var cropping: String { framing.cropping ?? "as the card says, else action" }
  var cropToAction: Bool { framing.cropToAction ?? false }

  /// The recordings to use, in the order of their classes.
  func entries(of folder: RecordingFolder) throws -> [RecordingEntry] {
    let entries = try folder.entries(selection)
    guard let only else { return entries }
    let names = folder.classes.map(\.name)
    let wanted = Set(try only.split(separator: ",").map { try ClassName.index(of: String($0), among: names) })
    let chosen = entries.filter { wanted.contains($0.classIndex) }
    guard !chosen.isEmpty else { throw NoRecordings() }
    return chosen
  }

  /// Reads one recording of the folder.
  func recording(_ entry: RecordingEntry, _ model: LoadedModel) throws -> Recording {
    try Recording(contentsOf: entry.path, options: framing.reading.options(model.card))
  }

  /// How a recording, and others like it, become inputs.
  func preparation(_ model: LoadedModel, for recording: Recording) throws -> SamplePreparation {
    try framing.preparation(model, for: recording)
  }
}
