internal import Foundation

/// Which batches of a run are finished, and where their lines stand in records.jsonl.
///
/// A batch is finished when every sample of it has a record of every attack, and the shard that the records name
/// exists. Anything less (a torn line, a lost shard, a sample whose neighbours were never journaled) is not kept: the
/// whole batch is attacked again, so that its result is what an undisturbed run would have written.
struct JournalIndex {
  struct Slot: Hashable {
    var sample: Int
    var attack: Int
  }
  struct Extent {
    var offset: Int
    var length: Int
  }

  /// The lines of each finished batch, in the order of (sample, attack).
  private(set) var finished: [Int: [Extent]] = [:]
  /// How many records of each status the finished batches hold.
  private(set) var tally: [RecordStatus: Int] = [:]
  /// What had to be dropped and why, for a person to read.
  private(set) var repairs: [String] = []
  /// Whether the file holds exactly the finished batches' lines, in ascending order.
  private(set) var isClean = true

  private let plan: RunDescription
  /// Whether a batch's shard is there, once it was looked for.
  private var shards: [Int: Bool] = [:]

  init(reading paths: RunPaths, plan: RunDescription, retryingErrors: Bool) throws {
    self.plan = plan
    var batches: [Int: [Slot: (extent: Extent, status: RecordStatus)]] = [:]
    var last = -1
    try JournalReader.forEachLine(of: paths.journal) { line in
      guard let (slot, header) = accepted(line, in: paths) else {
        isClean = false
        return
      }
      let position = slot.sample * plan.attacks.count + slot.attack
      if position <= last { isClean = false }
      last = position
      let batch = slot.sample / plan.batchSize
      if batches[batch]?[slot] != nil { return }
      batches[batch, default: [:]][slot] = (Extent(offset: line.offset, length: line.length), header.status)
    }
    for (batch, lines) in batches.sorted(by: { $0.key < $1.key }) {
      keep(batch, lines, retryingErrors: retryingErrors)
    }
  }

  private mutating func keep(
    _ batch: Int, _ lines: [Slot: (extent: Extent, status: RecordStatus)], retryingErrors: Bool
  ) {
    let range = plan.samples(ofBatch: batch)
    let isRetried = retryingErrors && lines.values.contains { $0.status == .error }
    guard lines.count == range.count * plan.attacks.count, !isRetried else {
      repairs.append("samples \(range.lowerBound + 1) to \(range.upperBound) are done again")
      isClean = false
      return
    }
    let ordered = lines.sorted { ($0.key.sample, $0.key.attack) < ($1.key.sample, $1.key.attack) }
    finished[batch] = ordered.map(\.value.extent)
    for line in ordered { tally[line.value.status, default: 0] += 1 }
  }

  /// The place of a line's record in the run, or nil (with a note) when the line cannot be kept.
  private mutating func accepted(_ line: JournalReader.Line, in paths: RunPaths) -> (Slot, RecordHeader)? {
    guard line.isWhole else {
      repairs.append("line \(line.number) was cut off while it was being written")
      return nil
    }
    guard let header = try? RecordCoding.decode(RecordHeader.self, from: line.bytes) else {
      repairs.append("line \(line.number) cannot be read")
      return nil
    }
    guard let slot = slot(of: header) else {
      repairs.append("line \(line.number) is not about this run's samples and attacks")
      return nil
    }
    let batch = slot.sample / plan.batchSize
    if let shard = header.arrays?.shard, shard != RunPaths.shard(ofBatch: batch) || !hasShard(batch, in: paths) {
      repairs.append("line \(line.number) names \(shard), which is missing")
      return nil
    }
    return (slot, header)
  }

  private func slot(of header: RecordHeader) -> Slot? {
    let index = header.sample.index
    guard header.schema == RecordSchema.version, plan.samples.indices.contains(index),
      plan.samples[index] == header.sample.id, let attack = plan.attacks.firstIndex(of: header.attack.name)
    else { return nil }
    return Slot(sample: index, attack: attack)
  }

  private mutating func hasShard(_ batch: Int, in paths: RunPaths) -> Bool {
    if let known = shards[batch] { return known }
    let path = paths.folder + "/" + RunPaths.shard(ofBatch: batch)
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let isThere = ((attributes?[.size] as? Int) ?? 0) > 0
    shards[batch] = isThere
    return isThere
  }
}
