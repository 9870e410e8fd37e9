import Attacks
import Evaluation
import Foundation
import RemoteVictims
import Tensors

extension ExperimentFile {
  /// - Throws: `YAMLFileError` with every mistake in the file, key and line.
  init(contentsOf path: String) throws {
    let file = try YAMLFields.file(path, kind: "experiment")
    self.path = path
    title = file.text("title") ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    data = file.resolved(file.required("data", "name the folder of recordings or images"))
    let samples = file.text("samples")
    if samples != nil, file.has("recordings") { file.complain("samples", "means the same as 'recordings': keep one") }
    recordings = file.text("recordings") ?? samples ?? "all"
    geometry = ["crop", "pad", "resize"].flatMap { key in file.text(key).map { ["--\(key)", $0] } ?? [] }
    limit = file.whole("limit", in: 1...1_000_000)
    seed = UInt64(file.whole("seed", in: 0...Int.max) ?? 0)
    batch = file.whole("batch", in: 1...4096) ?? 16
    transfers = file.flag("transfers") ?? false
    savesArrays = file.flag("arrays") ?? false
    probes = file.flag("sanity") ?? true
    let common = Variations(
      regions: file.texts("regions") ?? ["all"], goals: file.texts("goals") ?? [ExperimentGoal.untargeted],
      seeds: Self.seeds(file) ?? [seed])
    victims = (file.sections("victims") ?? []).map(Self.victim)
    if !file.has("victims") { file.complain("victims", "is missing: list the models, each with a name and a card") }
    attacks = (file.sections("attacks") ?? []).compactMap { Self.attack($0, common) }
    if !file.has("attacks") { file.complain("attacks", "is missing: list the attacks; 'chaff attacks' names them all") }
    let names = victims.map(\.name)
    for name in Set(names) where names.count(where: { $0 == name }) > 1 {
      file.complain("victims", "has two with the name '\(name)'")
    }
    try file.finish()
  }

  private struct Variations {
    let regions: [String]
    let goals: [String]
    let seeds: [UInt64]
  }

  private static func seeds(_ fields: YAMLFields) -> [UInt64]? {
    guard let texts = fields.texts("seeds") else { return nil }
    let seeds = texts.compactMap { UInt64($0) }
    if seeds.count < texts.count || seeds.isEmpty { fields.complain("seeds", "must be whole numbers; is \(texts)") }
    return seeds
  }

  private static func victim(_ fields: YAMLFields) -> Victim {
    let victim = Victim(
      name: fields.required("name", "a short name for tables"),
      card: fields.resolved(fields.required("card", "the victim card or ONNX file")),
      server: fields.section("server").map(server))
    fields.close()
    return victim
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

  private static func attack(_ fields: YAMLFields, _ common: Variations) -> Attack? {
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
    let attack = Attack(
      name: name, norm: request.norm, sizes: sizes, request: request,
      regions: fields.texts("regions") ?? common.regions,
      goals: fields.texts("goals") ?? common.goals, seeds: seeds(fields) ?? common.seeds)
    check(attack, fields)
    fields.close()
    return name.isEmpty ? nil : attack
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
    do {
      let entry = try AttackCatalogue.entry(named: attack.name)
      for size in attack.sizes {
        var request = attack.request
        request.size = size.map { Float($0) }
        _ = try entry.attack(request)
      }
    } catch let error as AttackError {
      fields.complain("attack", "'\(attack.name)': \(error.complaints.joined(separator: "; "))")
    } catch {
      if !attack.name.isEmpty { fields.complain("attack", "\(error)") }
    }
  }
}
