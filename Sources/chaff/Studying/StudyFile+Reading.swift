import Attacks
import Evaluation
import Foundation

extension StudyFile {
  /// - Throws: `YAMLFileError` with every mistake in the file, key and line.
  init(contentsOf path: String) throws {
    let file = try YAMLFields.file(path)
    self.path = path
    title = file.text("title") ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    data = file.resolved(file.required("data", "name the folder of recordings"))
    test = file.text("test") ?? "all"
    recordings = file.whole("recordings", in: 1...1_000_000)
    seed = UInt64(file.whole("seed", in: 0...Int.max) ?? 0)
    batch = file.whole("batch", in: 1...4096) ?? 16
    precision = file.precision()
    recomputes = file.flag("recompute") ?? false
    training = file.texts("training") ?? []
    size = file.number("size", in: 0...1e9) ?? 0.05
    victims = (file.sections("victims") ?? []).map(Self.victim)
    if !file.has("victims") { file.complain("victims", "is missing: list the networks, each with a name and a card") }
    attacks = (file.sections("attacks") ?? []).map(Self.attack)
    if let goals: [StudyGoal] = file.choices("goals") { self.goals = goals }
    if let wanted: [StudyExperiment] = file.choices("experiments") { experiments = Set(wanted) }
    if let examples = file.whole("examples", in: 0...100) { self.examples = examples }
    readExperiments(file)
    checkNames(file)
    try file.finish()
    if attacks.isEmpty { attacks = Self.usualAttacks(size: size) }
    if restrictions.isEmpty {
      restrictions = ["none", "zeros", "nonnegative", "quantized", "scatterer"]
    }
  }

  private static func victim(_ fields: YAMLFields) -> Victim {
    let name = fields.required("name", "a short name for tables")
    let card = fields.file("card")
    let training = fields.texts("train")
    if (card == nil) == (training == nil), !fields.has("card") || fields.has("train") {
      fields.complain("name", "needs either 'card: model.yaml' or 'train: [arguments of chaff train radar]'")
    }
    let victim = Victim(
      name: name, card: card, training: training, architecture: fields.text("architecture") ?? name,
      trainedOn: fields.text("trained-on") ?? "not stated", defends: fields.text("defends"),
      defence: fields.text("defence"), words: fields.text("words"),
      takesValidity: fields.flag("validity-channel") ?? false)
    fields.close()
    return victim
  }

  private static func attack(_ fields: YAMLFields) -> Attack {
    let method: Attack.Method = fields.choice("method") ?? .bim
    if !fields.has("method") { fields.complain("method", "is missing: fgsm, bim, pgd or cw") }
    let norm: Norm = fields.choice("norm") ?? (method == .cw ? .l2 : .linf)
    if method == .cw, norm == .linf { fields.complain("norm", "of cw is l2") }
    let size = fields.number("size", in: 0...1e9)
    if method != .cw, size == nil, !fields.has("size") { fields.complain("size", "is missing: the largest norm") }
    let attack = Attack(
      name: fields.text("name") ?? usualName(method, norm), method: method, norm: norm, size: size,
      steps: fields.whole("steps", in: 1...1_000_000) ?? (method == .cw ? 60 : 20),
      confidence: fields.number("confidence", in: 0...1e6) ?? 0,
      searches: fields.whole("searches", in: 1...100) ?? 5,
      learningRate: fields.number("learning-rate", in: 1e-9...1e3) ?? 0.02)
    fields.close()
    return attack
  }

  private static func usualName(_ method: Attack.Method, _ norm: Norm) -> String {
    method == .cw ? "C&W L2" : method.rawValue.uppercased() + (norm == .linf ? " Linf" : " L2")
  }

  /// BIM in both norms, and C&W.
  private static func usualAttacks(size: Double) -> [Attack] {
    [
      Attack(
        name: "BIM Linf", method: .bim, norm: .linf, size: size, steps: 20, confidence: 0, searches: 5,
        learningRate: 0.02),
      Attack(
        name: "BIM L2", method: .bim, norm: .l2, size: Double(l2Factor) * size, steps: 20, confidence: 0, searches: 5,
        learningRate: 0.02),
      Attack(
        name: "C&W L2", method: .cw, norm: .l2, size: nil, steps: 60, confidence: 0, searches: 5, learningRate: 0.02),
    ]
  }

  private mutating func readExperiments(_ file: YAMLFields) {
    if let fields = file.section("sweep") {
      sweep = StudySweep(
        norm: fields.choice("norm") ?? .linf, steps: fields.whole("steps", in: 1...1_000_000) ?? 20,
        loss: fields.choice("loss") ?? .crossEntropy)
      fields.close()
    }
    if let fields = file.section("padding") {
      if let modes: [PaddingMode] = fields.choices("modes") { paddingModes = modes }
      if let shares = fields.numbers("shares", in: 0...0.95) { paddingShares = shares }
      paddingSizes = fields.numbers("sizes", in: 0...1e9)
      fields.close()
    }
    if let fields = file.section("context") {
      if let regions: [ContextRegion] = fields.choices("regions") { contextRegions = regions }
      contextSizes = fields.numbers("sizes", in: 0...1e9)
      fields.close()
    }
    if let fields = file.section("importance") {
      if let norm: Norm = fields.choice("norm") { importanceNorm = norm }
      importanceSize = fields.number("size", in: 0...1e9)
      if let share = fields.number("top-share", in: 0...1) { topShare = share }
      if let share = fields.number("padding-share", in: 0...0.95) { paddedShare = share }
      fields.close()
    }
    if let fields = file.section("defences") {
      defenceSize = fields.number("size", in: 0...1e9)
      if let rezeroes = fields.flag("re-zeroing") { self.rezeroes = rezeroes }
      fields.close()
    }
    if let fields = file.section("plausible") { readPlausible(fields) }
    if let fields = file.section("limits") {
      for experiment in StudyExperiment.allCases where experiment != .accuracy {
        limits[experiment] = fields.whole(experiment.rawValue, in: 1...1_000_000)
      }
      fields.close()
    }
  }

  private mutating func readPlausible(_ fields: YAMLFields) {
    plausibleSize = fields.number("size", in: 0...1e9)
    if let names = fields.texts("restrictions") {
      restrictions = names
      for name in names where RestrictionWords(name) == nil {
        fields.complain(
          "restrictions",
          "does not know '\(name)'; write none, zeros, nonzero, nonnegative, quantized, scatterer, or several "
            + "joined by +")
      }
    }
    if let window: WindowLobe = fields.choice("window") { self.window = window }
    if let padding = fields.whole("zero-padding", in: 1...16) { zeroPadding = padding }
    fields.close()
  }

  private func checkNames(_ file: YAMLFields) {
    for (key, names) in [("victims", victims.map(\.name)), ("attacks", attacks.map(\.name))] {
      let twice = Set(names.filter { name in names.count { $0 == name } > 1 }).sorted()
      if !twice.isEmpty { file.complain(key, "has the name \(twice.joined(separator: ", ")) twice") }
    }
    for victim in victims {
      guard let defended = victim.defends else { continue }
      if !victims.contains(where: { $0.name == defended && $0.defends == nil }) {
        file.complain("victims", "\(victim.name) defends '\(defended)', which is no victim without a defence")
      }
    }
  }
}
