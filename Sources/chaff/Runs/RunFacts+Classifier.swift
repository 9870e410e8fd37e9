import Evaluation
import Foundation
import Tensors
import Victims

extension RunFacts {
  /// Where a run's samples come from, in the words of its command.
  struct DataOrigin {
    /// The folder, or the table of labels beside the files.
    let path: String
    /// "recordings 140-179 of each class".
    let selection: String

    /// What the paths of files begin at.
    var folder: String {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      return exists && !isFolder.boolValue ? URL(fileURLWithPath: path).deletingLastPathComponent().path : path
    }
  }

  /// What a run on a classifier says of model, data and machine; attacks, settings and checks are left to be filled in.
  static func classifierRun(
    _ model: ModelFacts, _ source: LabelledSource, from origin: DataOrigin, created: String, arguments: [String],
    seed: UInt64
  ) throws -> RunDescription {
    var model = model
    model.classNames = source.classNames
    model.axes = source.axes.map(\.rawValue)
    var data = try data(
      folder: origin.folder, paths: source.entries.map(\.path) + source.data.sharedPaths, found: source.data.found,
      selection: origin.selection)
    data.selected = source.entries.count
    data.format = source.data.format
    data.perClass = source.perClass
    var plan = RunDescription(
      task: source.data.task, created: created, commandLine: arguments, processor: processor, seed: seed, model: model,
      data: data)
    plan.versions = versions
    plan.samples = source.ids
    plan.caveats = source.data.caveats
    return plan
  }

  /// What must be known of a model that runs here, before its numbers are believed.
  static func caveats(of loaded: LoadedModel) -> [String] {
    [
      loaded.finalActivation?.caveat, loaded.mixing.map { "Run sample by sample: \($0)" },
      loaded.card.bounds == nil ? "Bounds were not stated; 0 to 1 was assumed." : nil,
    ].compactMap { $0 }
  }
}
