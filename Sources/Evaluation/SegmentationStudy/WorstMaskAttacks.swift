/// The norm and the size that attacks share.
struct MaskBudget: Hashable {
  let norm: String
  let size: Double

  init(_ entry: SegmentationStudySummarizer.Entry) {
    norm = entry.record.attack.norm ?? ""
    size = entry.record.attack.size ?? .infinity
  }
}

/// Untargeted attacks of one size on one victim and one data set, image by image.
struct WorstMaskAttacks {
  /// One image: for each attack the record of the seed that was worst.
  private struct Image {
    var records: [String: SegmentationRecord] = [:]

    /// What is left of the true mask; an image that was not attacked is as it was.
    static func left(_ record: SegmentationRecord) -> MaskScores? { record.toTarget?.after }

    var worst: SegmentationRecord? {
      records.values.compactMap { record in Self.left(record).map { (record, $0) } }
        .min { ($0.1.meanIoU, $0.0.attack.name) < ($1.1.meanIoU, $1.0.attack.name) }?.0
    }
  }

  private let attacks: [String]
  private let images: [Image]

  init(_ entries: [SegmentationStudySummarizer.Entry]) {
    let readable = entries.filter { $0.record.toTarget != nil && $0.record.status != .error }
    attacks = Grouping(readable) { $0.attack }.groups.map(\.key)
    images = Grouping(readable) { $0.record.sample.id }.groups.map { group in
      var image = Image()
      for entry in group.elements {
        let known = image.records[entry.attack].flatMap(Image.left)?.meanIoU ?? .infinity
        if (Image.left(entry.record)?.meanIoU ?? .infinity) < known { image.records[entry.attack] = entry.record }
      }
      return image
    }
  }

  /// Nil without an image.
  func row(_ subject: SegmentationStudySummarizer.Subject, _ budget: MaskBudget) -> MaskWorstCase? {
    guard !images.isEmpty else { return nil }
    let clean = images.compactMap { $0.records.values.first?.toTarget?.before }
    let worst = images.compactMap { $0.worst.flatMap(Image.left) }
    return MaskWorstCase(
      victim: subject.victim, data: subject.data, norm: budget.norm, size: budget.size, images: images.count,
      cleanIoU: Self.mean(clean.map(\.meanIoU)), cleanDice: Self.mean(clean.map(\.meanDice)),
      worstIoU: Self.mean(worst.map(\.meanIoU)), worstDice: Self.mean(worst.map(\.meanDice)),
      cleanScores: ScoreQuartiles(of: clean), worstScores: ScoreQuartiles(of: worst), parts: attacks.map(part))
  }

  private func part(_ attack: String) -> MaskWorstCase.Part {
    let left = images.compactMap { $0.records[attack].flatMap(Image.left) }
    var (worst, alone) = (0, 0)
    for image in images {
      guard let own = image.records[attack].flatMap(Image.left)?.meanIoU else { continue }
      let others = image.records.filter { $0.key != attack }.values.compactMap { Image.left($0)?.meanIoU }
      if others.allSatisfy({ own <= $0 }) { worst += 1 }
      if others.allSatisfy({ own < $0 }) { alone += 1 }
    }
    return MaskWorstCase.Part(
      attack: attack, meanIoU: Self.mean(left.map(\.meanIoU)), meanDice: Self.mean(left.map(\.meanDice)), worst: worst,
      aloneWorst: alone, scores: ScoreQuartiles(of: left))
  }

  /// Objects in four groups of sizes with about equally many each; equal areas are never parted.
  func sizeRows(_ subject: SegmentationStudySummarizer.Subject, _ budget: MaskBudget) -> [ObjectSizeRow] {
    let objects = images.flatMap { $0.worst?.objects ?? [] }.sorted { $0.area < $1.area }
    let areas = objects.map { Double($0.area) }
    let limits = [0.25, 0.5, 0.75].map { Quantile.type7($0, ofSorted: areas) }
    return Grouping(objects) { object in limits.count { Double(object.area) > $0 } }.groups.map { _, objects in
      ObjectSizeRow(
        victim: subject.victim, data: subject.data, norm: budget.norm, size: budget.size,
        smallestArea: objects.first?.area ?? 0, largestArea: objects.last?.area ?? 0, objects: objects.count,
        cleanDice: Self.mean(objects.map(\.diceBefore)), attackedDice: Self.mean(objects.map(\.diceAfter)),
        lost: Proportion(objects.count(where: \.isLost), of: objects.count(where: \.wasFound)))
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }
}
