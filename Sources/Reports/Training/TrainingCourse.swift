import Evaluation

/// Loss, score, learning rate and gradient norm over the epochs.
struct TrainingCourse {
  let training: TrainingDescription
  let epochs: [TrainingEpoch]
  let figures: FigureFolder

  private var score: TrainingScore { TrainingScore(name: training.scoreName) }
  /// The epoch whose weights were kept, or the best so far.
  private var best: Int? { training.result?.bestEpoch ?? epochs.last(where: \.isBest)?.epoch }

  func markup() throws -> Markup {
    guard !epochs.isEmpty else { return .tag("p", "No epoch has been finished yet.") }
    return .fragment([try figures.chart(caption: .text(caption), chart.drawing), everyEpoch])
  }

  private var chart: CurveChart {
    var panels = [
      CurveChart.Panel("Loss", pair(\.trainingLoss, \.validationLoss)),
      CurveChart.Panel(
        training.scoreName == "accuracy" ? "Accuracy (share of samples)" : training.scoreName,
        pair(\.trainingScore, \.validationScore), range: 0...1),
      CurveChart.Panel("Learning rate", [.init("learning rate", epochs.map(\.learningRate))]),
    ]
    if epochs.contains(where: { $0.gradientNorm.isFinite }) {
      panels.append(.init("Gradient norm before clipping (mean)", [.init("gradient norm", epochs.map(\.gradientNorm))]))
    }
    return CurveChart(
      id: "course-curves", title: "Course of training, \(training.network.identifier)", summary: caption,
      axisTitle: "epoch", positions: epochs.map { Double($0.epoch) }, panels: panels,
      marks: best.map { [.init("best: epoch \($0)", at: Double($0))] } ?? [])
  }

  private func pair(
    _ first: KeyPath<TrainingEpoch, Double>, _ second: KeyPath<TrainingEpoch, Double>
  ) -> [CurveChart.Series] {
    let validation = epochs.map { $0[keyPath: second] }
    let shown = CurveChart.Series("training", epochs.map { $0[keyPath: first] })
    return validation.contains(where: \.isFinite) ? [shown, .init("validation", validation)] : [shown]
  }

  private var caption: String {
    var words =
      "Loss, \(training.scoreName), learning rate and gradient norm over \(Numeral.count(epochs.count, "epoch")) "
      + "(training part: \(Numeral.count(training.data.training.count)) samples"
    let held = training.data.validation.count
    words += held > 0 ? "; validation part: \(Numeral.count(held)) samples)." : "; no validation part)."
    if best != nil { words += " The dashed line marks the epoch whose weights were kept." }
    return words
      + " Training values are measured in passing, on the samples as they were trained on (augmented, attacked), before each step."
  }

  private var everyEpoch: Markup {
    .tag("details") {
      Markup.tag("summary", "Every epoch as a table")
      DataTable(
        "One row an epoch; the epoch whose weights were kept is marked",
        columns: [
          .text("Epoch"), .number("Training loss"), .number("Training \(training.scoreName)"),
          .number("Validation loss"),
          .number("Validation \(training.scoreName)"), .number("Learning rate"), .number("Time"),
        ], rows: shown.map(row)
      ).markup
    }
  }

  /// All of them up to 300; beyond, evenly chosen ones and the best.
  private var shown: [TrainingEpoch] {
    let every = (epochs.count + 299) / 300
    return epochs.enumerated().filter { $0.offset % every == 0 || $0.element.epoch == best }.map(\.element)
  }

  private func row(_ epoch: TrainingEpoch) -> [Markup] {
    [
      .text(epoch.epoch == best ? "\(epoch.epoch) (kept)" : "\(epoch.epoch)"),
      .text(Numeral.significant(epoch.trainingLoss, digits: 4)), .text(score.text(epoch.trainingScore)),
      .text(Numeral.significant(epoch.validationLoss, digits: 4)), .text(score.text(epoch.validationScore)),
      .text(Numeral.significant(epoch.learningRate)), .text(Numeral.duration(seconds: epoch.seconds)),
    ]
  }
}
