/// The automatic checks that every run gets, whatever it attacks.
///
/// They follow Carlini et al., "On evaluating adversarial robustness", 2019, arXiv:1902.06705, and the mistakes that
/// users of other toolboxes reported. Checks of the victim itself (`VictimProbe`) are made before the first sample and
/// kept in run.json; these are counted from the records.
struct SanityBattery {
  let evidence: SanityEvidence
  /// What answers are rounded to, in words.
  var storage = "the stored type"

  var checks: [SanityCheck] {
    [
      regionAudit, budgetAudit, boundsAudit, zeroRadius, unchangedSuccess, reverification, rounding, gradients,
      numbers, objective, emptyRegions, sampleSize, errors,
    ]
  }

  private var attacked: Int { evidence.attacked }

  private var regionAudit: SanityCheck {
    audit("region audit", evidence.changedOutsideRegion, "changed an element outside the region, compared bit by bit")
  }
  private var budgetAudit: SanityCheck {
    audit("budget audit", evidence.overBudget, "exceeded the budget by more than one part in a million")
  }
  private var boundsAudit: SanityCheck {
    audit("bounds audit", evidence.outsideBounds, "left the bounds, or held a value that is not a number")
  }

  private func audit(_ name: String, _ broken: Int, _ fault: String) -> SanityCheck {
    guard attacked > 0 else { return nothing(name) }
    return SanityCheck(
      name: name, verdict: broken == 0 ? .pass : .fail,
      words: "\(broken) of \(attacked) answers \(fault)."
        + advice(broken, "They count as failures; leave the attack out, and report it as a fault of this program."))
  }

  /// What to do about it, where there is something to be done about.
  private func advice(_ count: Int, _ words: String) -> String { count == 0 ? "" : " " + words }

  private var zeroRadius: SanityCheck {
    guard evidence.zeroBudgets > 0 else {
      return SanityCheck(name: "radius 0", verdict: .notApplicable, words: "No attack of the run has a budget of 0.")
    }
    return SanityCheck(
      name: "radius 0", verdict: evidence.zeroBudgetsChanged == 0 ? .pass : .fail,
      words: "With a budget of 0, \(evidence.zeroBudgetsChanged) of \(evidence.zeroBudgets) inputs were changed."
        + advice(evidence.zeroBudgetsChanged, "Leave the attack out, and report it as a fault of this program."))
  }

  private var unchangedSuccess: SanityCheck {
    guard evidence.succeeded > 0 else { return nothing("unchanged success") }
    return SanityCheck(
      name: "unchanged success", verdict: evidence.unchangedSuccesses == 0 ? .pass : .fail,
      words: "\(evidence.unchangedSuccesses) of \(evidence.succeeded) successes left the input as it was; the victim "
        + "then answers the same input differently."
        + advice(
          evidence.unchangedSuccesses, "Make the victim deterministic, or attack it as a randomised one (votes decide)."
        ))
  }

  private var reverification: SanityCheck {
    guard evidence.healthLookedAt > 0 else { return nothing("fresh forward pass") }
    let refuted = evidence.claimsRefuted
    return SanityCheck(
      name: "fresh forward pass", verdict: refuted == 0 ? .pass : .warn,
      words: "\(refuted) successes that the attack claimed did not hold in a fresh forward pass and an audit, and are "
        + "counted as failures. Some are expected when the search runs in a lower precision or with another criterion.")
  }

  private var rounding: SanityCheck {
    guard evidence.roundingLookedAt > 0, evidence.succeeded > 0 else { return nothing("rounding") }
    let (survived, all) = (evidence.roundingSurvived, evidence.succeeded)
    return SanityCheck(
      name: "rounding", verdict: 10 * survived >= 9 * all ? .pass : .warn,
      words:
        "\(survived) of \(all) successes survive rounding to \(storage); expect the others to be lost when the "
        + "example is saved.")
  }

  private var gradients: SanityCheck {
    guard evidence.healthLookedAt > 0 else { return nothing("gradient health") }
    let (vanished, all) = (evidence.gradientsVanished, evidence.healthLookedAt)
    return SanityCheck(
      name: "gradient health", verdict: vanished == 0 ? .pass : 2 * vanished > all ? .fail : .warn,
      words:
        "In \(vanished) of \(all) attacks on a sample a gradient was exactly zero inside the region: masked gradients, "
        + "or a region the model does not look at. Robustness measured there is not believable.")
  }

  private var numbers: SanityCheck {
    guard evidence.healthLookedAt > 0 else { return nothing("finite numbers") }
    return SanityCheck(
      name: "finite numbers", verdict: evidence.numericalTroubles == 0 ? .pass : .warn,
      words:
        "\(evidence.numericalTroubles) of \(evidence.healthLookedAt) attacks on a sample met logits or gradients "
        + "that are infinite or not numbers."
        + advice(evidence.numericalTroubles, "Check the card's bounds and normalisation, and the network's weights."))
  }

  /// Whether answers are worse for the attacker than the clean input.
  ///
  /// A search that was offered the clean input keeps nothing worse by its own loss: where many answers are worse all the
  /// same, the victim said otherwise in the search. One that begins elsewhere may end worse, and nobody is to blame.
  private var objective: SanityCheck {
    guard evidence.objectivesLookedAt > 0 else { return nothing("objective") }
    let (worse, all) = (evidence.objectivesWorsened, evidence.objectivesLookedAt)
    let (broken, held) = (evidence.objectivesBroken, evidence.objectivesHeld)
    let isMuch = 10 * worse > all && 10 * broken > held
    return SanityCheck(
      name: "objective", verdict: worse == 0 ? .pass : isMuch ? .fail : .warn,
      words: "In \(worse) of \(all) attacks on a sample the answer is worse for the attacker than the clean input."
        + advice(
          broken,
          "In \(broken) of them the search had looked at the clean input, and keeps the best that it sees: the victim "
            + "answers otherwise than in the search, or the loss is another than the cross-entropy. See determinism and "
            + "batch independence, or try another loss.")
        + advice(
          worse - broken,
          "In \(worse - broken) it began elsewhere, and too few steps or queries, or too large steps, led away: give "
            + "the attack more of them, or smaller steps."))
  }

  private var emptyRegions: SanityCheck {
    guard attacked > 0 else { return nothing("empty regions") }
    let empty = evidence.emptyRegions
    return SanityCheck(
      name: "empty regions", verdict: empty == 0 ? .pass : empty == attacked ? .fail : .warn,
      words:
        "In \(empty) of \(attacked) attacks on a sample the region is empty; nothing can change there and the attack "
        + "counts as failed." + advice(empty, "Choose another region, or leave these samples out."))
  }

  private var sampleSize: SanityCheck {
    let count = evidence.samples.count
    guard count > 0 else { return nothing("sample size") }
    let rate = Proportion(evidence.changedSamples.count, of: count), width = rate.upper - rate.lower
    return SanityCheck(
      name: "sample size", verdict: width <= 0.2 ? .pass : .warn,
      words:
        "\(count) sample\(count == 1 ? "" : "s") attacked: the 95 % interval of the share that some attack succeeded "
        + "on is \(Int((100 * width).rounded())) percentage points wide."
        + (width <= 0.2 ? "" : " Attack more samples before comparing rates that are closer."))
  }

  private var errors: SanityCheck {
    let count = evidence.unusableSamples.count
    return SanityCheck(
      name: "errors", verdict: count == 0 ? .pass : .warn,
      words: "\(count) sample\(count == 1 ? "" : "s") could not be loaded or attacked; the records say why."
        + advice(count, "Mend the files, or leave them out."))
  }

  private func nothing(_ name: String) -> SanityCheck {
    SanityCheck(name: name, verdict: .notApplicable, words: "There is nothing to look at.")
  }
}
