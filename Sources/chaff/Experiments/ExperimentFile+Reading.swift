import Attacks
import Evaluation
import Foundation
import Tensors

extension ExperimentFile {
  /// - Throws: `YAMLFileError` with every mistake in the file, key and line.
  init(contentsOf path: String) throws {
    let file = try YAMLFields.file(path, kind: "experiment")
    self.path = path
    title = file.text("title") ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    data = file.resolved(file.required("data", "name the folder of recordings or images"))
    dataLine = file.line(of: "data")
    let samples = file.text("samples")
    if samples != nil, file.has("recordings") { file.complain("samples", "means the same as 'recordings': keep one") }
    recordings = file.text("recordings") ?? samples ?? "all"
    geometry = ["crop", "pad", "resize"].flatMap { key in file.text(key).map { ["--\(key)", $0] } ?? [] }
    limit = file.whole("limit", in: 1...1_000_000)
    seed = UInt64(file.whole("seed", in: 0...Int.max) ?? 0)
    batch = file.whole("batch", in: 1...4096) ?? 16
    precision = file.precision()
    recomputes = file.flag("recompute") ?? false
    transfers = file.flag("transfers") ?? false
    savesArrays = file.flag("arrays") ?? false
    probes = file.flag("sanity") ?? true
    let common = Variations(
      regions: file.texts("regions") ?? ["all"], goals: file.texts("goals") ?? [ExperimentGoal.untargeted],
      seeds: Self.seeds(file) ?? [seed])
    victims = Self.victims(file.sections("victims") ?? [])
    if !file.has("victims") { file.complain("victims", "is missing: list the models, each with a name and a card") }
    attacks = (file.sections("attacks") ?? []).compactMap { Self.attack($0, common) }
    if !file.has("attacks") { file.complain("attacks", "is missing: list the attacks; 'chaff attacks' names them all") }
    let names = victims.map(\.name)
    for name in Set(names) where names.count(where: { $0 == name }) > 1 {
      file.complain("victims", "has two with the name '\(name)'")
    }
    for (folder, alike) in Dictionary(grouping: Set(names), by: ExperimentVictim.folder) where alike.count > 1 {
      let list = alike.sorted().map { "'\($0)'" }.joined(separator: " and ")
      file.complain("victims", "has \(list), which would share the folder \(folder)")
    }
    try file.finish()
  }

  struct Variations {
    let regions: [String]
    let goals: [String]
    let seeds: [UInt64]
  }

  static func seeds(_ fields: YAMLFields) -> [UInt64]? {
    guard let texts = fields.texts("seeds") else { return nil }
    let seeds = texts.compactMap { UInt64($0) }
    if seeds.count < texts.count || seeds.isEmpty { fields.complain("seeds", "must be whole numbers; is \(texts)") }
    return seeds
  }
}
