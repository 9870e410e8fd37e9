/// What the clean predictions of a run say about its victim.
struct VictimEvidence {
  private var rows = 0
  private var skipped = 0
  private var probabilityRows = 0
  private var predicted: Set<Int> = []
  private var labels: Set<Int> = []

  mutating func add(_ record: ClassificationRecord) {
    guard let label = record.sample.label, let clean = record.clean else { return }
    rows += 1
    if record.status == .alreadyMisclassified { skipped += 1 }
    if clean.logits.allSatisfy({ $0 >= 0 }), abs(clean.logits.reduce(0, +) - 1) < 1e-3 { probabilityRows += 1 }
    predicted.insert(clean.class)
    labels.insert(label)
  }

  func checks(accuracy: Proportion, classCount: Int) -> [SanityCheck] {
    guard rows > 0, accuracy.total > 0 else { return [] }
    return [cleanAccuracy(accuracy, classCount), logits, variety]
  }

  private func cleanAccuracy(_ accuracy: Proportion, _ classCount: Int) -> SanityCheck {
    let chance = 1 / Double(max(1, classCount))
    let percent = Int((100 * accuracy.rate).rounded())
    let mayBeChance = accuracy.lower <= chance
    // A few samples cannot tell a good model from chance; that they are right is no sign of a wrong set-up.
    let isChance = mayBeChance && accuracy.rate <= (1 + chance) / 2
    return SanityCheck(
      name: "clean accuracy", verdict: isChance ? .fail : mayBeChance || accuracy.rate < 0.5 ? .warn : .pass,
      words: "\(percent) % of \(accuracy.total) clean samples are classified rightly; chance is "
        + "\(Int((100 * chance).rounded())) %. "
        + (isChance
          ? "Labels, axes, transform or bounds probably do not fit the model."
          : mayBeChance
            ? "These are too few samples to tell the model from chance."
            : "There was nothing to attack in \(skipped); they are counted apart, as neither successes nor failures.")
    )
  }

  private var logits: SanityCheck {
    let all = probabilityRows == rows
    return SanityCheck(
      name: "logits", verdict: all ? .warn : .pass,
      words: all
        ? "Every output row is non-negative and sums to 1: these are probabilities, whose gradients vanish where the "
          + "model is sure. Attack the logits instead." : "The outputs are not probabilities.")
  }

  private var variety: SanityCheck {
    let isConstant = predicted.count == 1 && labels.count > 1
    return SanityCheck(
      name: "variety", verdict: isConstant ? .fail : .pass,
      words: "The clean samples have \(labels.count) different labels and \(predicted.count) different predictions.")
  }
}
