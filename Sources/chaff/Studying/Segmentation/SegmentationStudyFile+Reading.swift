import ArgumentParser
import Attacks
import Evaluation
import Foundation
import Segmentation
import Tensors

extension SegmentationStudyFile {
  /// - Throws: `YAMLFileError` with every mistake in the file, key and line.
  init(contentsOf path: String) throws {
    let file = try YAMLFields.file(path)
    self.path = path
    title = file.text("title") ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    victims = (file.sections("victims") ?? []).map(Self.victim)
    if !file.has("victims") { file.complain("victims", "is missing: list the networks, each with a name and a card") }
    dataSets = (file.sections("data") ?? []).map(Self.dataSet)
    if !file.has("data") { file.complain("data", "is missing: list the folders, each with a name and a folder") }
    if let parts: [SegmentationStudyDescription.Part] = file.choices("parts") { self.parts = parts }
    readSeeds(file)
    success = file.number("success", in: 0.01...1) ?? success
    region = file.text("region") ?? region
    do { _ = try RegionSpecification(parsing: region) } catch { file.complain("region", "is '\(region)': \(error)") }
    examples = file.whole("examples", in: 0...100) ?? examples
    precision = file.precision()
    recomputes = file.flag("recompute") ?? recomputes
    windows = Self.windows(file)
    if let fields = file.section("targeted") { readTargeted(fields) }
    if let fields = file.section("untargeted") { readUntargeted(fields) }
    if let fields = file.section("goals") { readGoals(fields) }
    Self.checkNames(victims.map(\.name), "victims", file)
    Self.checkNames(dataSets.map(\.name), "data", file)
    try file.finish()
  }

  private static func victim(_ fields: YAMLFields) -> Victim {
    let card = fields.required("card", "a victim card or an ONNX file")
    let victim = Victim(
      name: fields.required("name", "a short name for tables"), card: fields.resolved(card),
      options: fields.texts("options") ?? [], geometry: fields.texts("geometry") ?? [],
      windows: windows(fields))
    complain(fields, "options") { _ = try ModelOptions.parse([victim.card] + victim.options) }
    complain(fields, "geometry") { _ = try GeometryOptions.parse(victim.geometry) }
    fields.close()
    return victim
  }

  /// "windows: {size: 256x256, overlap: 0.5}".
  private static func windows(_ file: YAMLFields) -> WindowRequest? {
    guard let fields = file.section("windows") else { return nil }
    let size = fields.required("size", "the windows' \(WindowRequest.form)")
    let overlap = fields.number("overlap", in: 0...0.99) ?? 0.5
    let windows = WindowRequest(size: size, overlap: overlap)
    if windows == nil, fields.has("size") { fields.complain("size", "must be \(WindowRequest.form); is '\(size)'") }
    fields.close()
    return windows
  }

  private static func dataSet(_ fields: YAMLFields) -> DataSet {
    let folder = fields.required("folder", "the folder of images and masks")
    let dataSet = DataSet(
      name: fields.required("name", "a short name for tables"), folder: fields.resolved(folder),
      options: fields.texts("options") ?? [], goals: goals(fields, "goals"))
    complain(fields, "options") { _ = try MaskOptions.parse(["--data", dataSet.folder] + dataSet.options) }
    fields.close()
    return dataSet
  }

  /// What the flags of a list have against themselves.
  private static func complain(_ fields: YAMLFields, _ key: String, _ parse: () throws -> Void) {
    guard fields.has(key) else { return }
    do { try parse() } catch {
      let words = ModelOptions.message(for: error).split(whereSeparator: \.isNewline).first.map(String.init)
      fields.complain(key, "cannot be used: \(words ?? "\(error)")")
    }
  }

  private static func goals(_ fields: YAMLFields, _ key: String) -> [String]? {
    guard let goals = fields.texts(key) else { return nil }
    for goal in goals where goal != nextMask {
      do { _ = try TargetMask(parsing: goal) } catch {
        fields.complain(key, "has '\(goal)', which is no target mask: write \(nextMask), \(TargetMask.forms)")
      }
    }
    if Set(goals).count < goals.count { fields.complain(key, "names a mask twice") }
    return goals
  }

  private mutating func readSeeds(_ file: YAMLFields) {
    guard let texts = file.texts("seeds") else { return }
    seeds = texts.compactMap { UInt64($0) }
    if seeds.count < texts.count || seeds.isEmpty || Set(seeds).count < seeds.count {
      file.complain("seeds", "must be whole numbers from 0 on, each once; is \(texts)")
    }
  }

  private mutating func readTargeted(_ fields: YAMLFields) {
    targeted.pairs = fields.whole("pairs", in: 1...1_000_000) ?? targeted.pairs
    targeted.iterations = fields.whole("iterations", in: 1...1_000_000) ?? targeted.iterations
    targeted.minimalIterations = fields.whole("minimal-iterations", in: 1...1_000_000)
    targeted.ablation = attacks(fields, "ablation", .draw) ?? targeted.ablation
    targeted.minimal = attacks(fields, "minimal", .draw) ?? targeted.minimal
    for key in ["ablation", "minimal"] {
      let names = key == "ablation" ? targeted.ablation : targeted.minimal
      for name in names where (try? MaskAttackCatalogue.entry(named: name))?.measure == .fixedSize {
        fields.complain(key, "has \(name), which needs a size: it belongs to 'untargeted.attacks'")
      }
    }
    fields.close()
  }

  private mutating func readUntargeted(_ fields: YAMLFields) {
    untargeted.images = fields.whole("images", in: 1...1_000_000) ?? untargeted.images
    untargeted.iterations = fields.whole("iterations", in: 1...1_000_000) ?? untargeted.iterations
    untargeted.attacks = attacks(fields, "attacks", .destroy) ?? untargeted.attacks
    untargeted.norm = fields.choice("norm") ?? untargeted.norm
    if fields.numbers("sizes", in: 0...1e9) != nil {
      untargeted.sizes = (fields.texts("sizes") ?? []).compactMap { NumberText($0) }
    }
    for name in untargeted.attacks {
      guard let entry = try? MaskAttackCatalogue.entry(named: name) else { continue }
      if !entry.norms.contains(untargeted.norm) {
        fields.complain("norm", "is \(untargeted.norm.rawValue), which \(name) does not know")
      }
    }
    fields.close()
  }

  private mutating func readGoals(_ fields: YAMLFields) {
    goals.images = fields.whole("images", in: 1...1_000_000) ?? goals.images
    goals.iterations = fields.whole("iterations", in: 1...1_000_000) ?? goals.iterations
    if let names = attacks(fields, "attack", .draw) {
      if names.count != 1 { fields.complain("attack", "must be one; is \(names)") }
      goals.attack = names.first ?? goals.attack
    }
    goals.masks = Self.goals(fields, "masks")
    fields.close()
  }

  /// Attacks by name that can do with a mask what is asked of them.
  private func attacks(_ fields: YAMLFields, _ key: String, _ aim: MaskGoal.Aim) -> [String]? {
    guard let names = fields.texts(key)?.map({ $0.lowercased() }) else { return nil }
    for name in names {
      do {
        let entry = try MaskAttackCatalogue.entry(named: name)
        if !entry.aims.contains(aim) { fields.complain(key, "has \(name), which cannot \(aim.rawValue) masks") }
      } catch { fields.complain(key, "cannot be used: \(error)") }
    }
    if Set(names).count < names.count { fields.complain(key, "names an attack twice") }
    return names
  }

  /// Names stand in tables and name folders.
  private static func checkNames(_ names: [String], _ key: String, _ file: YAMLFields) {
    let folders = names.map(SegmentationStudyFolder.fileName)
    for (place, folder) in folders.enumerated() where folders.firstIndex(of: folder) != place {
      file.complain(key, "has the name \(names[place]) twice, or two names that give the same folder")
    }
  }
}
