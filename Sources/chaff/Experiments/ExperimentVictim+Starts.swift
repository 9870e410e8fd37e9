import Attacks
import Evaluation
import Tensors

extension ExperimentVictim {
  /// The cells with what their attacks begin at, where they are targeted and see decisions alone.
  ///
  /// That the victim takes no sample for a wanted class is a mistake of the file.
  func started(
    _ cells: [ExperimentGrid.Cell], _ mistakes: Experiment.Mistakes
  ) throws -> [ExperimentGrid.Cell] {
    var known: [Int: [Tensor]] = [:]
    return try cells.map { cell in
      guard cell.entry.defaults.takesStarts, cell.facts.goal != ExperimentGoal.untargeted else { return cell }
      let target = try ClassName.index(of: cell.facts.goal, among: source.classNames)
      let starts = try known[target] ?? starts(target, for: cell, mistakes)
      known[target] = starts
      var cell = cell
      cell.request.starts = starts
      return cell
    }
  }

  private func starts(
    _ target: Int, for cell: ExperimentGrid.Cell, _ mistakes: Experiment.Mistakes
  ) throws -> [Tensor] {
    let places = source.entries.enumerated().filter { $1.classIndex == target }.map(\.offset)
    let starts = TargetStarts(victim: searched, target: target, className: source.classNames[target])
    do { return try starts.inputs(at: places, of: source) } catch let error as NoStart {
      mistakes.add("\(cell.facts.label) on \(name): \(error)", line: cell.line)
      return []
    }
  }
}
