import Evaluation
import ImageClassification
import Images
import Victims

/// `attack image`, from options to a finished run.
struct ImageAttack {
  let command: AttackImageCommand

  func carryOut(arguments: [String], isResumed: Bool) throws {
    let loaded = try command.model.load()
    let source = try ImageSource(command.images, loaded, region: command.region, seed: command.common.seed)
    let attack = ClassifierAttack(
      loaded: loaded, source: LabelledSource(source), origin: command.images.origin, attack: command.attack,
      region: command.region, common: command.common,
      plausible: (
        words: command.plausible.plausible ?? "any perturbation",
        plausibility: try command.plausible.plausibility(for: source)
      ),
      dataSettings: [Setting("geometry", source.reader.files.geometry.description)],
      closingCaveat: "Sizes are measured after the transform, in the model's input units.")
    try attack.carryOut(arguments: arguments, isResumed: isResumed)
  }
}

extension ImageOptions {
  var origin: RunFacts.DataOrigin {
    RunFacts.DataOrigin(path: data, selection: "images \(samples) of \(only ?? "each class")")
  }
}
