internal import Attacks
internal import Tensors

/// The batches of a segmentation run, from loading to records.
struct SegmentationBatch<Source: SampleSource<SegmentationSample>> {
  let run: SegmentationRun<Source>
  let control: RunControl

  /// - Returns: nil when an attack was stopped in the middle.
  func process(_ batch: LoadedBatch<SegmentationSample>) throws -> BatchResult? {
    let start = control.clock()
    let positions = try predicted(batch.positions)
    let share = (batch.seconds + control.clock() - start) / Double(max(1, positions.count))
    var columns: [[Entry]] = []
    for attack in run.attacks.indices {
      guard let column = try attacked(positions, by: attack) else { return nil }
      columns.append(column)
      let statuses = column.map(\.record.status)
      let succeeded = statuses.count { $0 == .succeeded }
      control.didAttack(
        AttackedBatch(
          attack: run.attacks[attack].name, samples: positions.count,
          attacked: succeeded + statuses.count { $0 == .failed }, succeeded: succeeded))
    }
    for slot in positions.indices where !columns.isEmpty { columns[0][slot].record.timing.seconds += share }
    return result(positions, columns, batch: batch.number)
  }

  /// A loaded image with the victim's clean prediction; none when it failed.
  struct Position {
    var loaded: Loaded<SegmentationSample>
    var prediction: ClassMap?
  }

  /// A record with the arrays that belong to it alone.
  struct Entry {
    var record: SegmentationRecord
    var arrays: [NamedArray] = []
  }

  var layout: SampleLayout { SampleLayout(shape: run.victim.inputShape, axes: run.axes) }
  var classCount: Int { run.victim.outputShape[0] }

  /// Reads a batch; samples that cannot be used are in it with what is wrong.
  func loaded(_ number: Int, _ indices: Range<Int>) -> LoadedBatch<SegmentationSample> {
    let start = control.clock()
    let positions = positions(indices)
    return LoadedBatch(number: number, positions: positions, seconds: control.clock() - start)
  }

  private func positions(_ indices: Range<Int>) -> [Loaded<SegmentationSample>] {
    run.source.load(indices, label: { _ in nil }) { sample in
      let masks = [("target", sample.target)] + (sample.truth.map { [("true", $0)] } ?? [])
      for (name, mask) in masks {
        if let complaint = complaint(about: mask, name) { return complaint }
      }
      return run.attacks.lazy.compactMap { attack in
        InputCheck(inputShape: run.victim.inputShape, bounds: attack.bounds).complaint(about: sample.input)
      }.first
    }
  }

  private func complaint(about mask: ClassMap, _ name: String) -> String? {
    let grid = Array(run.victim.outputShape.dropFirst())
    if [mask.height, mask.width] != grid {
      return "the \(name) mask is \(mask.height) × \(mask.width), the model answers \(grid[0]) × \(grid[1])"
    }
    let strange = mask.classes.first { !(0..<classCount).contains($0) && $0 != run.criterion.ignored }
    return strange.map { "the \(name) mask has the class \($0), the model's classes are 0 to \(classCount - 1)" }
  }

  private func predicted(_ loaded: [Loaded<SegmentationSample>]) throws -> [Position] {
    let good = loaded.indices.filter { loaded[$0].sample != nil }
    let maps = try maps(of: good.compactMap { loaded[$0].sample?.input })
    var positions = loaded.map { Position(loaded: $0, prediction: nil) }
    for (row, slot) in good.enumerated() {
      positions[slot].prediction = maps[row]
      guard maps[row] == nil else { continue }
      let message = "the model's logits for it are not numbers"
      positions[slot].loaded = Loaded(reference: loaded[slot].reference, content: .failure(.init(message: message)))
    }
    return positions
  }

  /// The predicted classes of each input, from one forward pass; nil where logits are not numbers.
  func maps(of inputs: [Tensor]) throws -> [ClassMap?] {
    guard !inputs.isEmpty else { return [] }
    return try run.victim.logits(of: Tensor(batching: inputs)).samples.map { ClassMap(logits: $0) }
  }

  /// Transposes [attack][sample] to the journal's order and puts the arrays in their places.
  private func result(_ positions: [Position], _ columns: [[Entry]], batch number: Int) -> BatchResult {
    var result = BatchResult(records: [], arrays: [])
    for (slot, position) in positions.enumerated() {
      let names = ShardNames(batch: number, sample: position.loaded.reference.index)
      let shared = run.keepsArrays(of: position.loaded.reference.index) ? sharedArrays(position, names) : []
      result.arrays += shared
      for (attack, column) in columns.enumerated() {
        var entry = column[slot]
        if !shared.isEmpty {
          var references = names.references(to: entry.arrays, attack: attack)
          references.target = names.target
          references.truth = position.loaded.sample?.truth == nil ? nil : names.truth
          references.predictionBefore = names.predictionBefore
          entry.record.arrays = references
          result.arrays += names.placed(entry.arrays, attack: attack)
        }
        result.records.append(entry.record)
      }
    }
    return result
  }

  /// What all attacks on one image share; nothing for an image that could not be loaded.
  private func sharedArrays(_ position: Position, _ names: ShardNames) -> [NamedArray] {
    guard let sample = position.loaded.sample, let prediction = position.prediction else { return [] }
    let truth = sample.truth.map { [NamedArray(name: names.truth, tensor: $0.tensor)] } ?? []
    return [
      NamedArray(name: names.clean, tensor: sample.input),
      NamedArray(name: names.target, tensor: sample.target.tensor),
      NamedArray(name: names.predictionBefore, tensor: prediction.tensor),
    ] + truth
  }
}
