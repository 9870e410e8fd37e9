import Evaluation
import Tensors

/// What every section of one report is made from.
struct ReportContext {
  let run: RunDescription
  let summary: RunSummary
  let survey: RunSurvey
  let gathering: RunGathering
  let arrays: any ArrayLoading
  let figures: FigureFolder
  /// Stands before every id, where a page holds more than one run: "part-2-".
  var prefix = ""
  /// The most samples that are shown of each attack.
  var sampleLimit = Int.max

  /// The number of a class where its name is not known.
  func className(_ index: Int?) -> String {
    guard let index else { return Numeral.missing }
    return run.model.classNames.indices.contains(index) ? run.model.classNames[index] : "class \(index)"
  }

  var bounds: ClosedRange<Float> {
    let bounds = run.model.bounds
    guard bounds.lower.isFinite, bounds.upper.isFinite, bounds.lower <= bounds.upper else { return 0...1 }
    return Float(bounds.lower)...Float(bounds.upper)
  }
}
