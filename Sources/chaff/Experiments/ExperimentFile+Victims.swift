import Attacks
import RemoteVictims

/// How victims are read: a model of their own, a served one, an ensemble; behind a random transformation or not.
extension ExperimentFile {
  static func victims(_ sections: [YAMLFields]) -> [Victim] {
    let victims = sections.map(victim)
    for (fields, victim) in zip(sections, victims) {
      if let ensemble = victim.ensemble { check(ensemble, of: victim, among: victims, fields) }
    }
    return victims
  }

  private static func victim(_ fields: YAMLFields) -> Victim {
    let ensemble = fields.texts("ensemble").map {
      Ensemble(members: $0, weights: fields.numbers("weights", in: 1e-6...1e6))
    }
    for key in ["card", "server"] where ensemble != nil && fields.has(key) {
      fields.complain(key, "does not go with 'ensemble', whose members have models of their own")
    }
    if ensemble == nil, fields.has("weights") { fields.complain("weights", "go with 'ensemble' alone") }
    let victim = Victim(
      name: fields.required("name", "a short name for tables"),
      card: ensemble == nil ? fields.resolved(fields.required("card", "the victim card or ONNX file")) : "",
      server: fields.section("server").map(server), ensemble: ensemble, preprocessing: preprocessing(fields),
      randomized: randomization(fields), line: fields.line(of: "name"))
    fields.close()
    return victim
  }

  private static func check(_ ensemble: Ensemble, of victim: Victim, among victims: [Victim], _ fields: YAMLFields) {
    let members = ensemble.members
    if members.count < 2 { fields.complain("ensemble", "needs at least two members, has \(members.count)") }
    for name in Set(members).sorted() {
      if members.count(where: { $0 == name }) > 1 { fields.complain("ensemble", "has '\(name)' twice") }
      guard let member = victims.first(where: { $0.name == name }), name != victim.name else {
        fields.complain("ensemble", "has '\(name)', which is no other victim of this file")
        continue
      }
      if member.ensemble != nil { fields.complain("ensemble", "has '\(name)', an ensemble; list its members instead") }
      if member.preprocessing != nil {
        fields.complain("ensemble", "has '\(name)', which has a preprocessor; give it to the ensemble instead")
      }
      if member.randomized != nil {
        fields.complain("ensemble", "has '\(name)', which is randomised; randomise the ensemble instead")
      }
    }
    if let weights = ensemble.weights, weights.count != members.count {
      fields.complain("weights", "must be one a member: \(members.count), are \(weights.count)")
    }
  }

  private static func preprocessing(_ victim: YAMLFields) -> Preprocessing? {
    guard let fields = victim.section("preprocessor") else { return nil }
    let levels = fields.whole("levels", in: 2...65536).map { Preprocessing.quantized(levels: $0) }
    let blur = fields.number("blur", in: 1e-3...100).map { Preprocessing.blurred(deviation: Float($0)) }
    if fields.has("levels") == fields.has("blur") { victim.complain("preprocessor", "takes either 'levels' or 'blur'") }
    fields.close()
    return levels ?? blur
  }

  private static func randomization(_ victim: YAMLFields) -> Randomization? {
    guard let fields = victim.section("randomized") else { return nil }
    let noise = fields.number("noise", in: 1e-9...1e6).map { RandomTransformation.noise(deviation: Float($0)) }
    let diversity = fields.section("diversity").map { RandomTransformation.diversity(self.diversity($0)) }
    let (draws, votes) = (fields.whole("draws", in: 1...10_000), fields.whole("votes", in: 3...10_001))
    if fields.has("noise") == fields.has("diversity") {
      victim.complain("randomized", "takes either 'noise' or 'diversity'")
    }
    fields.close()
    guard let transformation = noise ?? diversity else { return nil }
    return Randomization(transformation: transformation, draws: draws ?? 10, votes: votes ?? 11)
  }

  private static func diversity(_ fields: YAMLFields) -> InputDiversity {
    let usual = InputDiversity()
    let diversity = InputDiversity(
      probability: fields.number("probability", in: 0...1).map { Float($0) } ?? usual.probability,
      smallestShare: fields.number("smallest-share", in: 0.01...1).map { Float($0) } ?? usual.smallestShare)
    fields.close()
    return diversity
  }

  private static func server(_ fields: YAMLFields) -> Server {
    let settings = RemoteVictimSettings(
      encoding: fields.choice("encoding"), requestsPerSecond: fields.number("requests-per-second", in: 1e-3...1e6),
      retries: fields.whole("retries", in: 0...100) ?? 4, timeout: fields.number("timeout", in: 0.001...3600) ?? 30,
      queryBudget: fields.whole("query-budget", in: 1...Int.max),
      largestBatch: fields.whole("batch", in: 1...4096) ?? 16,
      cacheFolder: fields.file("cache"))
    let server = Server(
      address: fields.required("address", "such as http://localhost:8080"),
      model: fields.required("model", "the model's name on the server"), output: fields.text("output"),
      settings: settings)
    fields.close()
    return server
  }
}
