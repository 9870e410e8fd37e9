import Evaluation
import Victims

/// `attack radar`, from options to a finished run.
struct RadarAttack {
  let command: AttackRadarCommand

  func carryOut(arguments: [String], isResumed: Bool) throws {
    let loaded = try command.model.load()
    let (recordings, plausible) = (command.recordings, command.plausible)
    let source = try RadarSource(recordings, loaded, region: command.region, seed: command.common.seed)
    let attack = ClassifierAttack(
      loaded: loaded, source: LabelledSource(source),
      origin: RunFacts.DataOrigin(
        path: recordings.data,
        selection: "recordings \(recordings.recordings) of \(recordings.only ?? "each class")"),
      attack: command.attack, region: command.region, common: command.common,
      plausible: (
        words: plausible.plausible ?? "any perturbation",
        plausibility: try plausible.plausibility(for: source.firstSample)
      ),
      dataSettings: settings,
      closingCaveat: "Sizes are measured after the transform, in the model's input units; recordings of one person or "
        + "one sitting say little about others.")
    try attack.carryOut(arguments: arguments, isResumed: isResumed)
  }

  private var settings: [Setting] {
    let recordings = command.recordings
    return [
      Setting("padding of short recordings", recordings.padding ?? "as the card says, else zeros-end"),
      Setting("cropping of long recordings", recordings.cropping),
      Setting("crop to the action first", recordings.cropToAction ? "yes" : "no"),
    ]
  }
}
