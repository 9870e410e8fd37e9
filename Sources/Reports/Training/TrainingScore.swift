import Evaluation

/// How a training run's score is written: accuracies as percentages, overlaps as they are.
struct TrainingScore {
  let name: String

  func text(_ value: Double?) -> String {
    name == "accuracy" ? Numeral.percent(value) : Numeral.fixed(value, places: 3)
  }

  /// What a sample of a task is called.
  static func noun(_ task: RunTask) -> String { "\(Words.sample(task))s" }
}
