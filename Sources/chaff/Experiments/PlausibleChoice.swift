import Attacks
import Evaluation

/// What an experiment's attack asks of its perturbations; the keys are named like the flags of 'attack radar'.
struct PlausibleChoice {
  var restrictions: Set<PlausibleOptions.Restriction>
  var window = WindowLobe.hann
  var zeroPadding = 1
  var channel = 0

  /// "nonnegative + scatterer (hamming, padding 2)": what differs has another name.
  var name: String {
    PlausibleOptions.Restriction.allCases.filter(restrictions.contains)
      .map { $0 == .scatterer ? scatterer : $0.rawValue }.joined(separator: " + ")
  }

  private var scatterer: String {
    let parts = [
      window == .hann ? nil : window.rawValue, zeroPadding == 1 ? nil : "padding \(zeroPadding)",
      channel == 0 ? nil : "channel \(channel)",
    ].compactMap { $0 }
    return "scatterer" + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
  }

  /// The restrictions for samples like those of a source.
  ///
  /// - Throws: when the values cannot be stored and read again, or the input has no range and Doppler.
  func plausibility(for source: LabelledSource) throws -> Plausibility {
    if let images = source.data as? ImageSource {
      guard !restrictions.contains(.scatterer) else {
        throw ExperimentError("images have no scatterers; there are nonnegative and quantized")
      }
      let words = restrictions.compactMap { ImagePlausibleOptions.Restriction(rawValue: $0.rawValue) }
      return try ImagePlausibleOptions.plausibility(Set(words), for: images)
    }
    guard let radar = source.data as? RadarSource else {
      throw ExperimentError("it is not known what is plausible for these data")
    }
    return try PlausibilityFactory(
      sample: radar.firstSample, window: window, zeroPadding: zeroPadding, channel: channel
    ).plausibility(restrictions)
  }
}

extension ExperimentFile {
  /// How a perturbation must look, as an attack of the file states it.
  static func plausible(_ fields: YAMLFields) -> PlausibleChoice? {
    let words: [PlausibleOptions.Restriction]? = fields.choices("plausible")
    let window: WindowLobe? = fields.choice("scatterer-window")
    let (padding, channel) = (
      fields.whole("scatterer-padding", in: 1...16), fields.whole("scatterer-channel", in: 0...1_000_000)
    )
    for key in ["scatterer-window", "scatterer-padding", "scatterer-channel"] where fields.has(key) {
      if words?.contains(.scatterer) != true { fields.complain(key, "goes with 'plausible: [scatterer]' alone") }
    }
    guard let words, !words.isEmpty else { return nil }
    if Set(words).count < words.count { fields.complain("plausible", "must name each restriction once") }
    return PlausibleChoice(
      restrictions: Set(words), window: window ?? .hann, zeroPadding: padding ?? 1, channel: channel ?? 0)
  }

  /// Whether an attack can search among plausible perturbations.
  static func checkPlausible(_ attack: Attack, _ entry: AttackEntry, _ made: any SampleAttack, _ fields: YAMLFields) {
    guard attack.plausible != nil else { return }
    if !(made is any BoundedAttack) {
      fields.complain(
        "plausible", "does not go with '\(attack.name)', which cannot search among plausible perturbations")
    } else if entry.defaults.takesStarts, attack.goals.contains(where: { $0 != ExperimentGoal.untargeted }) {
      fields.complain(
        "plausible", "does not go with '\(attack.name)' towards a class, which begins at inputs that are not plausible")
    }
  }
}
