import Evaluation
import Tensors

/// One image before and after the attacks on it: pictures per attack, and the courses of all attacks in one chart.
struct SegmentationSampleSection {
  let context: ReportContext
  /// Every attack's record of this sample, in the order of the run.
  let records: [SegmentationRecord]
  let roles: [String]
  /// Unique on the page; figure files are named after it.
  let id: String

  func markup() throws -> Markup {
    guard let first = records.first else { return .nothing }
    return try .tag("article", ["class": "sample", "aria-labelledby": "\(id)-title"]) {
      Markup.tag("h3", ["id": "\(id)-title"]) { Markup.name(first.sample.id) }
      Markup.tag("p", "Shown as \(Words.list(roles)).")
      try records.enumerated().map { try attack($1, id: records.count > 1 ? "\(id)-\($0 + 1)" : id) }
      try course()
    }
  }

  private func attack(_ record: SegmentationRecord, id: String) throws -> Markup {
    .fragment([
      .tag("h4") { Markup.name(record.attack.name) },
      .tag("p") {
        Markup.tag("span", ["class": "badge"], Words.status(record.status, goalMask: record.goalMask ?? .target))
        " Target: \(record.target). Success means: \(record.criterion)."
        if let coding = record.maskCoding { " Mask files: \(coding)." }
        if let message = record.message { " \(message)" }
      },
      SampleFacts(
        SampleFacts.common(.segmentation(record))
          + MaskWords(record: record, className: { context.className($0) }).facts
      ).markup, try pictures(record, id: id), scores(record),
    ])
  }

  // MARK: Pictures

  private func pictures(_ record: SegmentationRecord, id: String) throws -> Markup {
    guard let references = record.arrays, let path = references.clean else {
      return MissingArrays.note("No arrays were kept for this sample, so there are no pictures.")
    }
    let clean: Tensor, adversarial: Tensor?
    do {
      clean = try context.arrays.array(path, in: references.shard)
      adversarial = try references.adversarial.map { try context.arrays.array($0, in: references.shard) }
    } catch {
      return MissingArrays.note("The arrays of this sample could not be read: \(error)")
    }
    guard
      let pictures = SegmentationPictures(
        context: context, references: references, clean: clean, adversarial: adversarial)
    else { return MissingArrays.note("An input of shape \(clean.shape) is no picture.") }
    return .fragment([try pictures.markup(id: id), legend] + pictures.problems.map(MissingArrays.note))
  }

  private var legend: Markup {
    let count = max(context.run.model.classNames.count, 2)
    return .tag("p", ["class": "note"]) {
      "Classes: "
      (1..<count).map { index in
        Markup.fragment([
          .tag("span", ["class": "swatch c\((index - 1) % ImageRendering.classColours.count + 1)"]),
          .name(context.className(index)), index < count - 1 ? ", " : "; ",
        ])
      }
      Markup.name(context.className(0))
      " is not tinted."
    }
  }

  // MARK: Scores

  private func scores(_ record: SegmentationRecord) -> Markup {
    let goal = record.goalMask ?? .target
    return .fragment([
      record.toTarget.map {
        ScoreTable(caption: "Agreement with \(goal.words)", comparison: $0, context: context).markup
      }
        ?? .nothing,
      goal == .truth
        ? .nothing
        : record.toTruth.map {
          ScoreTable(caption: "Agreement with the truth", comparison: $0, context: context).markup
        }
          ?? .nothing,
    ])
  }

  // MARK: Course

  private func course() throws -> Markup {
    let traced = records.filter { ($0.trace?.iteration.count ?? 0) > 1 }
    guard !traced.isEmpty else { return .nothing }
    let chart = IterationCourse(records: traced, id: "\(id)-course").chart
    return try context.figures.chart(caption: "The attack’s own view while it ran.", chart.drawing)
  }
}

/// A sample's scores class by class, before the attack, after it and after rounding.
struct ScoreTable {
  let caption: String
  let comparison: MaskComparison
  let context: ReportContext

  var markup: Markup {
    let classes = comparison.before.iou.indices
    let stages: [MaskScores?] = [comparison.before, comparison.after, comparison.afterRounding]
    let means: [Markup] =
      ["mean, without background"] + stages.map { .text(number($0?.meanIoU)) }
      + stages.map { .text(number($0?.meanDice)) }
    let pixels: [Markup] = ["right pixels"] + stages.map { .text(Numeral.percent($0?.pixelAccuracy)) } + ["", "", ""]
    return DataTable(
      caption,
      columns: [
        .text("Class"), .number("IoU before"), .number("after"), .number("rounded"), .number("Dice before"),
        .number("after"), .number("rounded"),
      ],
      rows: classes.map { index in
        [.name(context.className(index))] + stages.map { cell($0, $0?.iou, index) }
          + stages.map { cell($0, $0?.dice, index) }
      } + [means, pixels]
    ).markup
  }

  /// A class in neither map scores 1 by definition; the table says so.
  private func cell(_ scores: MaskScores?, _ values: [Double]?, _ index: Int) -> Markup {
    guard let scores, let values, values.indices.contains(index) else { return .text(Numeral.missing) }
    guard scores.emptyClasses.contains(index) else { return .text(number(values[index])) }
    return .fragment([.text(number(values[index])), .tag("span", ["class": "sub"], "in neither map")])
  }

  private func number(_ value: Double?) -> String { Numeral.fixed(value, places: 3) }
}

/// IoU, L2 and step multiplier over the iterations of one or more attacks on one sample.
struct IterationCourse {
  let records: [SegmentationRecord]
  let id: String

  /// The mask that the attacks are about, in words.
  private var goal: String { (records.first?.goalMask ?? .target).words }

  var chart: CurveChart {
    let positions = Set(records.flatMap { $0.trace?.iteration ?? [] }).sorted()
    var panels = [agreement(positions)]
    panels.append(CurveChart.Panel("Perturbation, L2 (input units)", series(positions, \.l2)))
    panels.append(CurveChart.Panel("Perturbation, largest change L∞ (input units)", series(positions, \.linf)))
    if records.contains(where: { $0.trace?.multiplier.contains { $0 > 0 } ?? false }) {
      panels.append(CurveChart.Panel("Step multiplier", series(positions, \.multiplier)))
    }
    return CurveChart(
      id: id, title: "Course of the attack, \(records.first?.sample.id ?? "")", summary: summary,
      axisTitle: "iteration",
      positions: positions.map(Double.init), panels: panels)
  }

  private func agreement(_ positions: [Int]) -> CurveChart.Panel {
    var curves = series(positions, \.iou, prefix: "IoU")
    if records.count == 1 { curves += series(positions, \.accuracy, prefix: "right pixels") }
    return CurveChart.Panel("Agreement with \(goal) (share)", curves, range: 0...1)
  }

  private func series(
    _ positions: [Int], _ values: KeyPath<IterationTrace, [Double]>, prefix: String? = nil
  ) -> [CurveChart.Series] {
    records.map { record in
      let trace = record.trace ?? IterationTrace()
      let known = Dictionary(zip(trace.iteration, trace[keyPath: values])) { first, _ in first }
      let name = records.count == 1 ? prefix ?? record.attack.name : record.attack.name
      return CurveChart.Series(name, positions.map { known[$0] ?? .nan }, bridgesGaps: true)
    }
  }

  private var summary: String {
    records.map { record in
      "\(record.attack.name): IoU with \(goal) from \(Numeral.fixed(record.trace?.iou.first, places: 2)) to "
        + "\(Numeral.fixed(record.trace?.iou.last, places: 2)) in \(record.trace?.iteration.last ?? 0) iterations"
    }.joined(separator: "; ")
  }
}
