import Attacks
import Evaluation
import Foundation
import Tensors
import Victims

/// What only models and data can tell about an experiment, all of it at once, in the order of the file's lines.
extension Experiment {
  typealias Mistakes = YAMLFields.Mistakes

  /// The models that can be loaded, with the data; what is wrong with the others is kept.
  ///
  /// Without a folder of data the cards are looked at all the same.
  func models(_ mistakes: Mistakes) -> [ExperimentVictim] {
    let hasData = FileManager.default.fileExists(atPath: file.data)
    if !hasData {
      mistakes.add("'data' is \(file.data), which does not exist: check the path", line: file.dataLine)
    }
    var models: [ExperimentVictim] = []
    for facts in file.victims where facts.ensemble == nil {
      do {
        let loaded = try ExperimentVictim.model(facts)
        if hasData { models.append(try ExperimentVictim(facts, loaded, in: file)) }
      } catch {
        mistakes.add("victim '\(facts.name)': \(error)", line: facts.line)
      }
    }
    guard let first = models.first else { return [] }
    for victim in models.dropFirst() {
      do { try check(victim, against: first) } catch {
        mistakes.add("\(error)", line: file.victims.first { $0.name == victim.name }?.line)
      }
    }
    return models
  }

  /// The victims of the file, put together of models; those that lack one have been complained about.
  func victims(of models: [ExperimentVictim], _ mistakes: Mistakes) -> [ExperimentVictim] {
    var victims: [ExperimentVictim] = []
    for facts in file.victims {
      let parts = facts.ensemble?.members ?? [facts.name]
      guard parts.allSatisfy({ name in models.contains { $0.name == name } }) else { continue }
      do { victims.append(try ExperimentVictim.composed(facts, of: models, in: file)) } catch {
        mistakes.add("victim '\(facts.name)': \(error)", line: facts.line)
      }
    }
    return victims
  }

  func grid(for first: ExperimentVictim) -> ExperimentGrid {
    ExperimentGrid(
      file: file, classNames: first.source.classNames, bounds: first.bounds, axes: first.source.axes)
  }

  /// What axes, bounds, classes and samples have against the attacks, and attacks that are there twice.
  func checkAttacks(_ grid: ExperimentGrid, on source: LabelledSource, _ mistakes: Mistakes) {
    grid.complain(to: mistakes)
    checkRegions(source, mistakes)
    for attack in file.attacks {
      do { _ = try attack.plausible?.plausibility(for: source) } catch {
        mistakes.add("'plausible' of \(attack.name): \(error)", line: attack.line)
      }
    }
    for repeated in grid.repeated() {
      mistakes.add(
        "\(repeated.label) would be there twice; list an attack once, or vary its size, region, goal or seed",
        line: repeated.line)
    }
  }

  /// Regions that samples cannot have.
  ///
  /// Looked at is the first that can be read or, where the region is a file named after the sample, a handful: one may be
  /// missing. A region that is empty in a sample is a result.
  private func checkRegions(_ source: LabelledSource, _ mistakes: Mistakes) {
    let samples = source.handful
    var seen: Set<String> = []
    for attack in file.attacks {
      for region in attack.regions where seen.insert(region).inserted {
        let isNamedAfterSample = region.contains("{id}")
        let failures = (isNamedAfterSample ? samples : Array(samples.prefix(1))).map {
          failure(of: region, in: $0, source.axes)
        }
        guard let first = failures.first, let words = first, failures.allSatisfy({ $0 != nil }) else { continue }
        let others = failures.count > 1 ? "; so it is with each of the \(failures.count) samples looked at" : ""
        mistakes.add(words + others, line: attack.line)
      }
    }
  }

  /// Why a sample cannot have a region; nil where it can.
  private func failure(of region: String, in sample: ClassificationSample, _ axes: [Axis]) -> String? {
    do {
      _ = try RegionResolving(region, seed: 0).region(
        shape: sample.input.shape, axes: axes, frameKinds: sample.frameKinds, clean: sample.input, sample: sample.id)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// The cells whose attack sees what it needs of whom it asks; found out here, nothing is asked in vain.
  ///
  /// With transfers, an attack that cannot be searched on a served victim is judged on it all the same. An attack that
  /// nothing is left of is complained about.
  func possible(
    _ cells: [ExperimentGrid.Cell], on victim: ExperimentVictim, among victims: [ExperimentVictim],
    _ mistakes: Mistakes
  ) -> [ExperimentGrid.Cell] {
    func asked(_ cell: ExperimentGrid.Cell) -> ExperimentVictim {
      cell.facts.surrogate.flatMap { name in victims.first { $0.name == name } } ?? victim
    }
    let kept = cells.filter { asked($0).searched.access >= $0.entry.needs }
    // It might be searched on a victim that is missing, which has been complained about.
    if file.transfers, victims.count < file.victims.count { return kept }
    var names = Set(kept.map(\.entry.name))
    for lost in cells where names.insert(lost.entry.name).inserted {
      let transfer =
        lost.entry.measure == .smallest || file.transfers
        ? "" : "; with 'transfers: true' it is searched on the other victims"
      mistakes.add(
        "\(lost.facts.label) needs \(lost.entry.needs), and of \(asked(lost).name) only "
          + "\(asked(lost).searched.access) are known\(transfer)", line: lost.line)
    }
    return kept
  }

  /// All victims see the same samples as the same values, or sizes would mean different things.
  private func check(_ victim: ExperimentVictim, against first: ExperimentVictim) throws {
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
