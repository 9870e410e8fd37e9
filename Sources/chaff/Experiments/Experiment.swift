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

  /// - Throws: `YAMLFileError` with everything that models, data and attacks have against each other; starting points for
  ///   targeted attacks, which cost questions, are looked for when all else is well.
  func prepared() throws -> Prepared {
    let mistakes = Mistakes()
    let models = models(mistakes)
    let victims = victims(of: models, mistakes)
    var cells: [[ExperimentGrid.Cell]] = []
    if let first = models.first {
      let grid = grid(for: first)
      checkAttacks(grid, on: first.source, mistakes)
      cells = victims.map { victim in
        let others = file.transfers ? victims.map(\.name).filter { $0 != victim.name } : []
        return possible(grid.cells(surrogates: others), on: victim, among: victims, mistakes)
      }
    }
    try mistakes.finish(file.path)
    guard let first = models.first else { throw ExperimentError("there is no victim") }
    cells = try zip(victims, cells).map { victim, cells in try victim.started(cells, mistakes) }
    try mistakes.finish(file.path)
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
}

struct ExperimentError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
