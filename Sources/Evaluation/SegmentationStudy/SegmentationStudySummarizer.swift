/// Turns the records of a study's runs into its tables and curves.
///
/// Records may come from made-up runs as well as from the disk: nothing else is looked at.
public struct SegmentationStudySummarizer {
  /// One record with where it comes from.
  struct Entry {
    let cell: SegmentationStudyDescription.Cell
    let record: SegmentationRecord

    /// Names of attacks that are varied over sizes begin with the attack's own.
    var attack: String { String(record.attack.name.prefix { $0 != " " }) }
    var isAttacked: Bool { record.status == .succeeded || record.status == .failed }
  }

  /// What is compared: one victim on one data set.
  struct Subject: Hashable {
    let victim: String
    let data: String
  }

  private let description: SegmentationStudyDescription
  private var clean: [CleanRow] = []
  private var entries: [Entry] = []
  private var finished = 0

  public init(_ description: SegmentationStudyDescription) { self.description = description }

  public mutating func add(_ scores: CleanScores, victim: String, data: String) {
    clean.append(CleanRow(victim: victim, data: data, scores))
  }

  /// Counts the records of one cell; a second record of the same image and attack is left out.
  public mutating func add(
    _ records: [SegmentationRecord], of cell: SegmentationStudyDescription.Cell, isFinished: Bool
  ) {
    var seen: Set<String> = []
    entries += records.filter { seen.insert("\($0.sample.index) \($0.attack.name)").inserted }.map {
      Entry(cell: cell, record: $0)
    }
    if isFinished { finished += 1 }
  }

  public func result() -> SegmentationStudyResult {
    var result = SegmentationStudyResult(
      state: finished == description.cells.count ? .complete : .interrupted, finishedCells: finished,
      description: description)
    result.clean = clean
    let parts = Grouping(entries) { $0.cell.part }
    let subjects = Grouping(parts[.targeted]) { Subject(victim: $0.cell.victim, data: $0.cell.data) }
    let untargeted = Grouping(parts[.untargeted]) { Subject(victim: $0.cell.victim, data: $0.cell.data) }
    result.attacks = (subjects.groups + untargeted.groups).flatMap { Self.rows($0.elements) }
    result.curves = subjects.groups.flatMap { AgreementCurve.curves(of: $0.elements, $0.key) }
    for group in untargeted.groups {
      for sizes in Grouping(group.elements, by: MaskBudget.init).groups {
        let worst = WorstMaskAttacks(sizes.elements)
        result.worstCases += [worst.row(group.key, sizes.key)].compactMap(\.self)
        result.sizeBias += worst.sizeRows(group.key, sizes.key)
      }
    }
    result.goals = parts[.goals].map(MaskExample.init)
    result.examples = examples(subjects, untargeted)
    result.seconds = entries.reduce(0) { $0 + $1.record.timing.seconds }
    return result
  }

  private static func rows(_ entries: [Entry]) -> [MaskAttackRow] {
    Grouping(entries) { $0.record.attack.name }.groups.compactMap { MaskAttackRow($0.elements) }
  }

  /// Of every victim and data set the first image with arrays: as ASMA (or the first attack) answers it, and as the attack of
  /// the largest size that is worst for it does.
  private func examples(
    _ targeted: Grouping<Subject, Entry>, _ untargeted: Grouping<Subject, Entry>
  ) -> [MaskExample] {
    let drawn = targeted.groups.flatMap { group -> [Entry] in
      let shown = group.elements.filter { $0.record.arrays?.adversarial != nil }
      let attack = shown.contains { $0.attack == "asma" } ? "asma" : shown.first?.attack
      return shown.filter { $0.attack == attack }
    }
    let lost = untargeted.groups.flatMap { group -> [Entry] in
      let shown = group.elements.filter { $0.record.arrays?.adversarial != nil }
      let largest = shown.compactMap(\.record.attack.size).max()
      let images = Grouping(shown.filter { $0.record.attack.size == largest }) { $0.record.sample.id }
      return images.groups.compactMap { image in
        image.elements.min { Self.agreement($0) < Self.agreement($1) }
      }
    }
    return (drawn + lost).map(MaskExample.init)
  }

  static func agreement(_ entry: Entry) -> Double { entry.record.toTarget?.after.meanIoU ?? .infinity }
}

/// Elements by a key, in the order in which the keys first occur.
struct Grouping<Key: Hashable, Element> {
  private(set) var groups: [(key: Key, elements: [Element])] = []

  init(_ elements: [Element], by key: (Element) -> Key) {
    var places: [Key: Int] = [:]
    for element in elements {
      let value = key(element)
      if let place = places[value] {
        groups[place].elements.append(element)
      } else {
        places[value] = groups.count
        groups.append((value, [element]))
      }
    }
  }

  subscript(key: Key) -> [Element] { groups.first { $0.key == key }?.elements ?? [] }
}

extension MaskExample {
  init(_ entry: SegmentationStudySummarizer.Entry) {
    part = entry.cell.part
    victim = entry.cell.victim
    data = entry.cell.data
    seed = entry.cell.seed
    record = entry.record
    record.trace = nil
    record.objects = nil
    if let shard = record.arrays?.shard { record.arrays?.shard = entry.cell.folder + "/" + shard }
  }
}

extension MaskAttackRow {
  /// Nil without a record.
  init?(_ entries: [SegmentationStudySummarizer.Entry]) {
    guard let first = entries.first else { return nil }
    let attacked = entries.filter(\.isAttacked).map(\.record)
    part = first.cell.part
    victim = first.cell.victim
    data = first.cell.data
    attack = first.attack
    norm = first.record.attack.norm
    size = first.record.attack.size
    errors = entries.count { $0.record.status == .error }
    alreadyThere = entries.count { $0.record.status == .alreadyMisclassified }
    success = Proportion(attacked.count(where: \.succeeded), of: attacked.count)
    let comparisons = attacked.compactMap(\.toTarget)
    before = ScoreQuartiles(of: comparisons.map(\.before))
    after = ScoreQuartiles(of: comparisons.map(\.after))
    truthDice = Quartiles(of: attacked.compactMap(\.toTruth?.after.meanDice))
    sizes = SizeQuartiles(of: attacked.compactMap(\.size))
    successSizes = SizeQuartiles(of: attacked.filter(\.succeeded).compactMap(\.size))
    cost = CostQuartiles(of: attacked.compactMap(\.cost))
    storage = Self.storage(attacked)
    auditFailures = attacked.count { $0.audit?.passed == false }
  }

  private static func storage(_ records: [SegmentationRecord]) -> [StorageRow] {
    let rounded = records.compactMap { record in
      record.succeededAfterRounding.map {
        StorageOutcome(name: "8 bits", succeeded: $0, scores: record.toTarget?.afterRounding)
      }
    }
    let others = records.flatMap { $0.afterStorage ?? [] }
    return Grouping(rounded + others) { $0.name }.groups.map { StorageRow(name: $0.key, outcomes: $0.elements) }
  }
}
