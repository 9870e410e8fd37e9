import Evaluation

/// Answers that left their budget, bounds or region: the run's numbers are not to be believed.
struct LimitsBroken: Error, CustomStringConvertible {
  let folder: String
  let flaws: RunFlaws

  var description: String {
    guard let first = flaws.violations.first else { return "\(folder) has answers that broke their limits" }
    let more = flaws.violationCount > 1 ? " (and \(flaws.violationCount - 1) more)" : ""
    return "attack '\(first.attack)' broke its limits on sample \(first.sample): \(first.words)\(more); "
      + "such answers count as no success, \(folder)/records.jsonl has them under 'audit'; report the attack"
  }
}

/// What the records of finished runs say against them.
enum RunVerdict {
  /// - Parameter folders: run folders, whose report and summary are written.
  /// - Throws: `LimitsBroken`, else `SamplesFailed`, for the first folder that has either.
  static func check(_ folders: [String]) throws {
    let flaws = try folders.map { try RunReader($0).flaws() }
    for (folder, flaws) in zip(folders, flaws) where !flaws.violations.isEmpty {
      throw LimitsBroken(folder: folder, flaws: flaws)
    }
    for (folder, flaws) in zip(folders, flaws) where !flaws.errors.isEmpty {
      let first = flaws.errors.first.map { "attack '\($0.attack)' on sample \($0.sample): \($0.words)" }
      throw SamplesFailed(count: flaws.errorSampleCount, folder: folder, first: first)
    }
  }
}
