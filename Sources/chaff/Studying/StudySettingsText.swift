import Attacks
import Evaluation

/// A study's settings in words, defaults included: two studies with the same words are the same.
struct StudySettingsText {
  let file: StudyFile
  let settings: StudySettings

  /// `settings` under the names that a reader knows from the file.
  var lines: [Setting] {
    [
      Setting("experiments", Self.list(StudyExperiment.allCases.filter(file.experiments.contains).map(\.rawValue))),
      Setting("goals", Self.list(file.goals.map(\.rawValue))),
      Setting("batch", "\(file.batch)", unit: "samples"),
      Setting(
        "attack of all curves",
        "BIM, \(file.sweep.norm.rawValue), \(file.sweep.steps) steps, \(file.sweep.loss.rawValue)"),
      Setting("padding of short recordings", settings.framing.padding.rawValue),
      Setting("padding modes", Self.list(file.paddingModes.map(\.rawValue))),
      Setting("padding shares", Self.list(file.paddingShares)),
      Setting("padding sizes", Self.list(settings.paddingSizes), unit: "input units"),
      Setting("context regions", Self.list(file.contextRegions.map(\.rawValue))),
      Setting("context sizes", Self.list(settings.contextSizes), unit: "input units"),
      Setting("share of padding for importance and defences", "\(file.paddedShare)"),
      Setting("size for importance", "\(settings.importanceSize)", unit: "input units"),
      Setting("share of the most important frames", "\(file.topShare)"),
      Setting("size for defences", "\(settings.defenceSize)", unit: "input units"),
      Setting("re-zeroing as a defence", file.rezeroes ? "yes" : "no"),
      Setting("size for plausible perturbations", "\(settings.plausibleSize)", unit: "input units"),
      Setting("restrictions", Self.list(settings.restrictions.map(\.name))),
      Setting("scatterers", "\(file.window.rawValue) window, transform \(file.zeroPadding) times its input"),
      Setting("examples shown", "\(file.examples)"), Setting("limits", limits),
    ]
  }

  private var limits: String {
    let set = StudyExperiment.allCases.compactMap { experiment in
      file.limits[experiment].map { "\(experiment.rawValue) \($0)" }
    }
    return set.isEmpty ? "none" : set.joined(separator: ", ")
  }

  private static func list(_ values: [some CustomStringConvertible]) -> String {
    values.map(\.description).joined(separator: ", ")
  }

  /// Every setting of one attack.
  static func settings(of attack: StudyFile.Attack) -> [Setting] {
    var settings = [Setting("steps", "\(attack.steps)")]
    if attack.method == .cw {
      settings += [
        Setting("confidence", "\(attack.confidence)"), Setting("constants tried", "\(attack.searches)"),
        Setting("learning rate", "\(attack.learningRate)"),
      ]
    } else {
      settings.append(Setting("stops at the first success", "no"))
    }
    return settings
  }
}
