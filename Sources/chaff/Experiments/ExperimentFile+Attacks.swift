import Attacks
import Evaluation
import Tensors

/// How attacks are read, with all that they are varied over.
extension ExperimentFile {
  static func attack(_ fields: YAMLFields, _ common: Variations) -> Attack? {
    let name = fields.required("attack", "a name of 'chaff attacks'")
    let request = AttackRequest(
      bounds: 0...1, norm: fields.choice("norm"), steps: fields.whole("steps", in: 1...1_000_000),
      stepSize: fields.number("step-size", in: 1e-12...1e9).map { Float($0) },
      restarts: fields.whole("restarts", in: 1...10_000), queries: fields.whole("queries", in: 1...100_000_000),
      loss: fields.choice("loss"), confidence: fields.number("confidence", in: 0...1e6).map { Float($0) },
      options: options(fields))
    let sizes: [Double?] =
      (fields.numbers("sizes", in: 0...1e9) ?? fields.numbers("size", in: 0...1e9)).map {
        $0.map(Optional.some)
      } ?? [nil]
    var attack = Attack(
      name: name, norm: request.norm, sizes: sizes, request: request,
      regions: fields.texts("regions") ?? common.regions,
      goals: fields.texts("goals") ?? common.goals, seeds: seeds(fields) ?? common.seeds,
      line: fields.line(of: "attack"))
    attack.plausible = plausible(fields)
    corrupting(&attack, fields)
    check(attack, fields)
    fields.close()
    return name.isEmpty ? nil : attack
  }

  /// A corruption has severities, and no goal: nobody aims it.
  private static func corrupting(_ attack: inout Attack, _ fields: YAMLFields) {
    let severities = fields.texts("severities")?.map { Int($0) ?? 0 }
    let isCorruption = attack.name == Attack.allCorruptions || Corruption(rawValue: attack.name) != nil
    guard isCorruption else {
      if severities != nil { fields.complain("severities", "go with corruptions alone") }
      return
    }
    let stated = attack.request.options.removeValue(forKey: "severity").map { [Int($0)] }
    if stated != nil, severities != nil { fields.complain("severities", "and 'set: {severity: …}' say the same twice") }
    let chosen = severities ?? stated ?? [3]
    if !chosen.allSatisfy((1...5).contains) || Set(chosen).count < chosen.count || chosen.isEmpty {
      let key = severities == nil ? "set" : "severities"
      fields.complain(key, "must name severities in 1...5, each once")
    }
    if fields.has("goals") { fields.complain("goals", "do not go with corruptions, which aim at nothing") }
    (attack.severities, attack.goals) = (chosen, [ExperimentGoal.untargeted])
  }

  private static func options(_ fields: YAMLFields) -> [String: Double] {
    guard let set = fields.section("set") else { return [:] }
    var options: [String: Double] = [:]
    for key in set.keys { options[key] = set.number(key, in: -1e9...1e9) }
    return options
  }

  /// What the attack itself has to say about it, before anything runs.
  private static func check(_ attack: Attack, _ fields: YAMLFields) {
    for region in attack.regions {
      do { _ = try RegionSpecification(parsing: region) } catch {
        fields.complain("regions", "has '\(region)': \(error)")
      }
    }
    // A size that could not be read has been complained about.
    if attack.sizes == [nil], fields.has("sizes") || fields.has("size") { return }
    do {
      let isSuite = attack.name == Attack.allCorruptions
      let entry = try AttackCatalogue.entry(named: isSuite ? Corruption.noiseFloor.rawValue : attack.name)
      for (index, size) in attack.sizes.enumerated() {
        var request = attack.request
        request.size = size.map { Float($0) }
        let made = try entry.attack(request)
        if index == 0 { checkPlausible(attack, entry, made, fields) }
      }
    } catch let error as AttackError {
      fields.complain("attack", "'\(attack.name)': \(error.complaints.joined(separator: "; "))")
    } catch {
      if !attack.name.isEmpty { fields.complain("attack", "\(error)") }
    }
  }
}
