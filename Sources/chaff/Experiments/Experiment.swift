import Attacks
import Evaluation
import Foundation
import Tensors
import Victims

/// `chaff run`, from the file to the result.
struct Experiment {
  let file: ExperimentFile
  let output: String
  let shard: Shard?
  let force: Bool
  let isQuiet: Bool
  let arguments: [String]

  /// Victims, loaded, and the attacks on each: everything that can be wrong is found before anything is written.
  struct Prepared {
    let victims: [ExperimentVictim]
    let cells: [[ExperimentGrid.Cell]]
    let description: ExperimentDescription
  }

  func prepared() throws -> Prepared {
    let models = try models()
    guard let first = models.first else { throw ExperimentError("there is no victim") }
    let victims = try file.victims.map { try ExperimentVictim.composed($0, of: models, in: file) }
    let grid = grid(for: first)
    let cells = try victims.map { victim in
      let others = file.transfers ? victims.map(\.name).filter { $0 != victim.name } : []
      let cells = try grid.cells(on: victim.name, surrogates: others)
      return try victim.started(try possible(cells, on: victim, among: victims))
    }
    if let repeated = cells.lazy.map(ExperimentGrid.repeated).first(where: { !$0.isEmpty }) {
      throw ExperimentError(
        "\(repeated.joined(separator: ", ")) would be there twice; list an attack once, or vary its size, region, goal or seed"
      )
    }
    let description = ExperimentDescription(
      title: file.title, created: SystemFacts.timestamp(), commandLine: arguments, seed: file.seed,
      victims: try zip(victims, file.victims).map { try $0.facts($1) },
      attacks: Dictionary(uniqueKeysWithValues: zip(victims.map(\.name), cells.map { $0.map(\.facts) })),
      samples: first.source.ids, shard: shard.map { "\($0)" })
    return Prepared(victims: victims, cells: cells, description: description)
  }

  /// Runs what the folder still lacks, victim after victim.
  func carryOut(_ prepared: Prepared) throws -> ExperimentResult {
    Interruption.watch()
    let folder = ExperimentFolder(output)
    let description = try folder.open(prepared.description, force: force)
    var line = ProgressLine("Attacking", isQuiet: isQuiet)
    let places = shard?.places(of: description.samples.count) ?? Array(description.samples.indices)
    let total = prepared.cells.reduce(0) { $0 + $1.count * places.count }
    var (done, earlier) = (0, 0)
    for (index, victim) in prepared.victims.enumerated() {
      let cells = prepared.cells[index]
      let run = ExperimentRun(
        experiment: self, victim: victim, cells: cells, surrogates: prepared.victims, places: places)
      let end = try run.carryOut(
        in: folder.runFolder(description.victims[index]), description: description,
        didStart: { finished in
          done += finished * cells.count
          earlier += finished * cells.count
        },
        didAttack: { batch in
          done += batch.samples
          line.update(
            done, of: total, earlier: earlier,
            note: "\(victim.name), \(batch.attack): \(batch.succeeded) of \(batch.attacked)")
        })
      guard end.state == .complete else {
        _ = try folder.summarize(description)
        throw Interrupted(advice: "Finished samples are kept in \(output); the same command goes on with them.")
      }
    }
    return try folder.summarize(description)
  }

  /// The cells whose attack sees what it needs of whom it asks; found out here, nothing is asked in vain.
  ///
  /// With transfers, an attack that cannot be searched on a served victim is judged on it all the same.
  ///
  /// - Throws: `ExperimentError` for an attack that nothing is left of.
  private func possible(
    _ cells: [ExperimentGrid.Cell], on victim: ExperimentVictim, among victims: [ExperimentVictim]
  ) throws -> [ExperimentGrid.Cell] {
    func asked(_ cell: ExperimentGrid.Cell) -> ExperimentVictim {
      cell.facts.surrogate.flatMap { name in victims.first { $0.name == name } } ?? victim
    }
    let kept = cells.filter { asked($0).searched.access >= $0.entry.needs }
    let names = Set(kept.map(\.entry.name))
    guard let lost = cells.first(where: { !names.contains($0.entry.name) }) else { return kept }
    let transfer =
      lost.entry.measure == .smallest || file.transfers
      ? "" : "; with 'transfers: true' it is searched on the other victims"
    throw ExperimentError(
      "\(lost.facts.label) needs \(lost.entry.needs), and of \(asked(lost).name) only "
        + "\(asked(lost).searched.access) are known\(transfer)")
  }

  /// All victims see the same samples as the same values, or sizes would mean different things.
  func check(_ victim: ExperimentVictim, against first: ExperimentVictim) throws {
    var differences: [String] = []
    if victim.loaded.inputShape != first.loaded.inputShape {
      differences.append("inputs of \(victim.loaded.inputShape) instead of \(first.loaded.inputShape)")
    }
    if victim.bounds != first.bounds { differences.append("other bounds") }
    if victim.loaded.card.transform != first.loaded.card.transform { differences.append("another transform") }
    if victim.loaded.card.crop != first.loaded.card.crop { differences.append("another crop") }
    if victim.source.classNames != first.source.classNames { differences.append("other classes") }
    if victim.source.axes != first.source.axes { differences.append("other axes") }
    guard differences.isEmpty else {
      throw ExperimentError(
        "\(victim.name) has \(differences.joined(separator: ", ")); the victims of an experiment must take the same inputs as "
          + first.name)
    }
  }
}

struct ExperimentError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
