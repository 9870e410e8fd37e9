internal import Attacks
internal import Tensors

/// The batches of a classification run, from loading to records.
struct ClassificationBatch<Source: SampleSource<ClassificationSample>> {
  let run: ClassificationRun<Source>
  let control: RunControl

  /// - Returns: nil when an attack was stopped in the middle.
  func process(_ batch: LoadedBatch<ClassificationSample>) throws -> BatchResult? {
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

  /// A loaded sample with the victim's clean prediction; none when it failed.
  struct Position {
    var loaded: Loaded<ClassificationSample>
    var prediction: ClassPrediction?
  }

  /// A record with the arrays that belong to it alone.
  struct Entry {
    var record: ClassificationRecord
    var arrays: [NamedArray] = []
  }

  var layout: SampleLayout { SampleLayout(shape: run.victim.inputShape, axes: run.axes) }
  var classCount: Int { run.victim.outputShape.first ?? 0 }

  /// Reads a batch; samples that cannot be used are in it with what is wrong.
  func loaded(_ number: Int, _ indices: Range<Int>) -> LoadedBatch<ClassificationSample> {
    let start = control.clock()
    let positions = positions(indices)
    return LoadedBatch(number: number, positions: positions, seconds: control.clock() - start)
  }

  private func positions(_ indices: Range<Int>) -> [Loaded<ClassificationSample>] {
    let frames = layout.timeAxis.map { run.victim.inputShape[$0] }
    return run.source.load(indices, label: \.label) { sample in
      if !(0..<classCount).contains(sample.label) {
        return "the label is \(sample.label), the model's classes are 0 to \(classCount - 1)"
      }
      if let frames, !sample.frameKinds.isEmpty, sample.frameKinds.count != frames {
        return "\(sample.frameKinds.count) frames are described, the model takes \(frames)"
      }
      return run.attacks.lazy.compactMap { attack in
        InputCheck(inputShape: run.victim.inputShape, bounds: attack.budget.bounds).complaint(about: sample.input)
      }.first
    }
  }

  private func predicted(_ loaded: [Loaded<ClassificationSample>]) throws -> [Position] {
    let good = loaded.indices.filter { loaded[$0].sample != nil }
    let logits = try logits(of: good.compactMap { loaded[$0].sample?.input })
    var positions = loaded.map { Position(loaded: $0, prediction: nil) }
    for (row, slot) in good.enumerated() {
      if let prediction = ClassPrediction(logits: logits[row]) {
        positions[slot].prediction = prediction
      } else {
        let message = "the model's logits for it are not numbers"
        positions[slot].loaded = Loaded(
          reference: loaded[slot].reference, content: .failure(.init(message: message)))
      }
    }
    return positions
  }

  /// One row of logits per input, from one forward pass; none for no inputs.
  func logits(of inputs: [Tensor]) throws -> [[Float]] {
    guard !inputs.isEmpty else { return [] }
    return try run.victim.logits(of: Tensor(batching: inputs)).samples.map(\.scalars)
  }

  /// Transposes [attack][sample] to the journal's order and puts the arrays in their places.
  private func result(_ positions: [Position], _ columns: [[Entry]], batch number: Int) -> BatchResult {
    var result = BatchResult(records: [], arrays: [])
    for slot in positions.indices {
      let names = ShardNames(batch: number, sample: positions[slot].loaded.reference.index)
      let clean = run.savesArrays ? positions[slot].loaded.sample?.input : nil
      if let clean { result.arrays.append(NamedArray(name: names.clean, tensor: clean)) }
      for (attack, column) in columns.enumerated() {
        var entry = column[slot]
        if clean != nil {
          entry.record.arrays = names.references(to: entry.arrays, attack: attack)
          result.arrays += names.placed(entry.arrays, attack: attack)
        }
        result.records.append(entry.record)
      }
    }
    return result
  }
}

extension ClassPrediction {
  /// Nil where any logit is not a number.
  init?(logits: [Float]) {
    guard let predicted = Prediction.classIndex(of: logits) else { return nil }
    self.init(class: predicted, logits: logits.map(Double.init))
  }
}
