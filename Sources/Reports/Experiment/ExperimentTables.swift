import Evaluation

/// An experiment's numbers in full precision, as CSV.
struct ExperimentTables {
  let result: ExperimentResult

  var files: [(name: String, text: String)] {
    [("attacks.csv", attacks), ("curves.csv", curves), ("classes.csv", classes)]
      + (result.corruptions.isEmpty ? [] : [("corruptions.csv", corruptions)])
      + (result.transfers.isEmpty ? [] : [("transfers.csv", transfers), ("transfer-samples.csv", transferSamples)])
  }

  private var attacks: String {
    CSVTable.header([
      "victim", "attack", "severity", "norm", "size", "region", "goal", "seed", "surrogate", "attacked", "succeeded",
      "clean_accuracy",
      "robust_accuracy", "median_l2", "median_linf", "median_l1", "median_l0", "median_forwards", "median_backwards",
      "audit_failures", "errors", "median_seconds", "optimality", "plausible",
    ])
      + result.rows.map { row in
        CSVTable.line([
          .text(row.victim), .text(row.attack.attack), .text(row.attack.severity.map { "\($0)" } ?? ""),
          .text(row.attack.norm ?? ""), .number(row.attack.size ?? .nan),
          .text(row.attack.region), .text(row.attack.goal), .text("\(row.attack.seed)"),
          .text(row.attack.surrogate ?? ""), .number(Double(row.success.total)), .number(Double(row.success.count)),
          .number(row.cleanAccuracy.rate), .number(row.robustAccuracy.rate), .number(row.sizes.l2.median),
          .number(row.sizes.linf.median), .number(row.sizes.l1.median), .number(row.sizes.l0.median),
          .number(row.cost.forwards.median), .number(row.cost.backwards.median), .number(Double(row.auditFailures)),
          .number(Double(row.errors)), .number(row.medianSeconds), .number(row.optimality),
          .text(row.attack.plausible ?? ""),
        ])
      }.joined()
  }

  private var transfers: String {
    CSVTable.header(["attack", "surrogate", "victim", "succeeded", "attacked", "success"])
      + result.transfers.flatMap { matrix in
        zip(matrix.victims, matrix.cells).flatMap { surrogate, row in
          zip(matrix.victims, row).compactMap { victim, share in
            share.map {
              CSVTable.line([
                .text(matrix.attack.label), .text(surrogate), .text(victim), .integer($0.count), .integer($0.total),
                .number($0.rate),
              ])
            }
          }
        }
      }.joined()
  }

  private var transferSamples: String {
    CSVTable.header(["attack", "sample", "transferred", "pairs"])
      + result.transfers.flatMap { matrix in
        matrix.perSample.map {
          CSVTable.line([
            .text(matrix.attack.label), .text($0.sample), .integer($0.transferred), .integer($0.pairs),
          ])
        }
      }.joined()
  }

  /// Means carry no corruption; the mean over all severities carries no severity either.
  private var corruptions: String {
    CSVTable.header(["victim", "region", "corruption", "severity", "right", "of", "accuracy"])
      + result.corruptions.flatMap { result in
        result.rows.map { row in
          CSVTable.line([
            .text(result.victim), .text(result.region), .text(row.corruption), .text("\(row.severity)"),
            .number(Double(row.accuracy.count)), .number(Double(row.accuracy.total)), .number(row.accuracy.rate),
          ])
        }
          + result.means.map { mean in
            CSVTable.line([
              .text(result.victim), .text(result.region), .text(""), .text(mean.severity.map { "\($0)" } ?? ""),
              .number(.nan), .number(.nan), .number(mean.accuracy),
            ])
          }
      }.joined()
  }

  /// The worst case, class by class.
  private var classes: String {
    CSVTable.header([
      "victim", "norm", "size", "region", "goal", "class", "of", "clean_right", "robust", "wrong_class", "wrong_count",
    ])
      + result.worstCases.flatMap { worst in
        worst.classes.map { row in
          CSVTable.line([
            .text(worst.victim), .text(worst.norm), .number(worst.size), .text(worst.region), .text(worst.goal),
            .text(row.name), .number(Double(row.robustAccuracy.total)), .number(Double(row.cleanAccuracy.count)),
            .number(Double(row.robustAccuracy.count)), .text(row.wrongName ?? ""), .number(Double(row.wrongCount)),
          ])
        }
      }.joined()
  }

  private var curves: String {
    CSVTable.header(["victim", "norm", "region", "size", "robust", "of"])
      + result.curves.flatMap { curve in
        curve.points.map { point in
          CSVTable.line([
            .text(curve.victim), .text(curve.norm), .text(curve.region), .number(point.size),
            .number(Double(point.robustAccuracy.count)), .number(Double(point.robustAccuracy.total)),
          ])
        }
      }.joined()
  }
}
