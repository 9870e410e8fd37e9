import Attacks
import Evaluation
import Foundation
import Tensors

/// What only models and data can tell about an experiment, all of it at once.
extension Experiment {
  /// The models of the file, loaded.
  ///
  /// - Throws: `YAMLFileError` with everything that is wrong with them, with the data and with the attacks on them.
  func models() throws -> [ExperimentVictim] {
    guard FileManager.default.fileExists(atPath: file.data) else {
      throw YAMLFileError(path: file.path, problems: ["'data' is \(file.data), which does not exist: check the path"])
    }
    var problems: [String] = []
    let models = file.victims.filter { $0.ensemble == nil }.compactMap { facts -> ExperimentVictim? in
      do { return try ExperimentVictim(facts, in: file) } catch {
        problems.append("\(facts.line.map { "line \($0): " } ?? "")victim '\(facts.name)': \(error)")
        return nil
      }
    }
    if let first = models.first {
      for victim in models.dropFirst() {
        do { try check(victim, against: first) } catch { problems.append("\(error)") }
      }
      problems += grid(for: first).complaints() + regionComplaints(first.source)
    }
    guard problems.isEmpty else { throw YAMLFileError(path: file.path, problems: problems) }
    return models
  }

  func grid(for first: ExperimentVictim) -> ExperimentGrid {
    ExperimentGrid(
      file: file, classNames: first.source.classNames, bounds: first.bounds, axes: first.source.axes)
  }

  /// Regions that the first sample which can be read cannot have; one that is empty in it is a result, and a file that is
  /// named after the sample may be missing for one alone.
  private func regionComplaints(_ source: LabelledSource) -> [String] {
    guard let sample = source.handful.first else { return [] }
    let regions = file.attacks.flatMap { attack in attack.regions.map { (text: $0, line: attack.line) } }
    var seen: Set<String> = []
    return regions.filter { seen.insert($0.text).inserted && !$0.text.contains("{id}") }.compactMap { region in
      do {
        _ = try RegionResolving(region.text, seed: 0).region(
          shape: sample.input.shape, axes: source.axes, frameKinds: sample.frameKinds, clean: sample.input,
          sample: sample.id)
      } catch { return "\(region.line.map { "line \($0): " } ?? "")\(error)" }
      return nil
    }
  }
}
