import Evaluation

/// A study's tables and curves as CSV files, in full precision; those without a row are left out.
struct StudyTables: TableColumns {
  let result: StudyResult

  var files: [(name: String, text: String)] {
    [
      ("victims.csv", victims), ("threats.csv", threats), ("transfers.csv", transfers), ("padding.csv", padding),
      ("context.csv", context), ("importance.csv", importance), ("importance-frames.csv", frames),
      ("plausible.csv", plausible), ("defences.csv", defences),
    ].compactMap { name, table in table.map { (name, $0) } }
  }

  // MARK: Columns that tables share

  private static let measureHeader =
    shareHeader("success") + quartileHeader("l2") + quartileHeader("linf")
    + quartileHeader("changed_share") + ["audit_failures", "vanished_gradients"]

  private func measure(_ measure: StudyMeasure) -> [CSVTable.Field] {
    share(measure.success) + quartiles(measure.l2) + quartiles(measure.linf) + quartiles(measure.changedShare)
      + [.integer(measure.auditFailures), .integer(measure.vanishedGradients)]
  }

  // MARK: Tables

  private var victims: String? {
    table(
      ["victim", "architecture", "training_data", "parameters", "defence"] + Self.shareHeader("clean"),
      result.victims.map { victim in
        [
          .text(victim.name), .text(victim.architecture), .text(victim.trainingData), .integer(victim.parameterCount),
          .text(victim.defence ?? ""),
        ] + share(victim.cleanAccuracy)
      })
  }

  private var threats: String? {
    table(
      ["threat", "attack", "goal", "pairs"] + Self.measureHeader + Self.shareHeader("misled"),
      result.threats.map { row in
        [.text(row.threat.rawValue), .text(row.attack), .text(row.goal.rawValue), .integer(row.pairs)]
          + measure(row.measure) + share(row.misled)
      })
  }

  private var transfers: String? {
    table(
      ["surrogate", "target", "threat", "attack", "goal"] + Self.measureHeader + Self.shareHeader("misled"),
      result.transfers.map { row in
        [
          .text(row.surrogate), .text(row.target), .text(row.threat.rawValue), .text(row.attack),
          .text(row.goal.rawValue),
        ] + measure(row.measure) + share(row.misled)
      })
  }

  private var padding: String? {
    table(
      ["victim", "mode", "wanted_share", "mean_share", "norm", "size"] + Self.shareHeader("clean") + Self.measureHeader
        + Self.shareHeader("robust"),
      result.padding.map { point in
        [
          .text(point.victim), .text(point.mode.rawValue), .number(point.wantedShare), .number(point.meanShare),
          .text(point.norm), .number(point.size),
        ] + share(point.cleanAccuracy) + measure(point.measure) + share(point.robustAccuracy)
      })
  }

  private var context: String? {
    table(
      ["victim", "region", "norm", "size", "frame_share"] + Self.shareHeader("clean") + Self.measureHeader,
      result.context.map { row in
        [
          .text(row.victim), .text(row.region.rawValue), .text(row.norm), .number(row.size), .number(row.frameShare),
        ] + share(row.cleanAccuracy) + measure(row.measure)
      })
  }

  private var importance: String? {
    table(
      ["victim", "region", "attack", "recordings", "top_share"] + Self.quartileHeader("rank_correlation")
        + Self.shareHeader("positive") + Self.quartileHeader("energy_top") + Self.quartileHeader("energy_random")
        + ["padding_importance_before", "padding_importance_after"],
      result.importance.map { row in
        [
          .text(row.victim), .text(row.region), .text(row.attack), .integer(row.recordings), .number(row.topShare),
        ] + quartiles(row.rankCorrelation) + share(row.positive) + quartiles(row.energyInTopFrames)
          + quartiles(row.energyInRandomFrames)
          + [.number(row.paddingImportanceBefore), .number(row.paddingImportanceAfter)]
      })
  }

  private var frames: String? {
    table(
      ["victim", "region", "attack", "frame", "perturbation", "importance", "action_share", "padding_share"],
      result.importance.flatMap { row in
        row.meanPerturbation.indices.map { frame -> [CSVTable.Field] in
          func value(_ values: [Double]) -> CSVTable.Field {
            .number(values.indices.contains(frame) ? values[frame] : nil)
          }
          return [
            .text(row.victim), .text(row.region), .text(row.attack), .integer(frame), value(row.meanPerturbation),
            value(row.meanImportance), value(row.actionShare), value(row.paddingShare),
          ]
        }
      })
  }

  private var plausible: String? {
    table(
      ["victim", "restriction", "norm", "size"] + Self.measureHeader + Self.shareHeader("stored")
        + Self.quartileHeader("newly_lit"),
      result.plausible.map { row in
        [.text(row.victim), .text(row.restriction), .text(row.norm), .number(row.size)] + measure(row.measure)
          + share(row.successAfterStorage) + quartiles(row.newlyLit)
      })
  }

  private var defences: String? {
    table(
      ["victim", "defence", "norm", "size"] + Self.shareHeader("clean") + Self.shareHeader("padding_oblivious")
        + Self.shareHeader("padding_adaptive") + Self.shareHeader("all_frames_adaptive"),
      result.defences.map { row in
        [.text(row.victim), .text(row.defence), .text(row.norm), .number(row.size)] + share(row.cleanAccuracy)
          + share(row.paddingObliviously.success) + share(row.paddingAdaptively.success)
          + share(row.allFramesAdaptively.success)
      })
  }
}
