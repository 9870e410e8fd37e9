internal import Attacks
internal import Foundation
internal import Tensors

/// Whether a loss of a victim's outputs can have a gradient.
struct LogitProbe {
  let victim: any Victim
  let inputs: Tensor
  /// Of the inputs.
  let logits: Tensor

  func checks() throws -> [SanityCheck] {
    guard victim.access >= .scores else {
      return ["probabilities", "logit precision", "softmax saturation"].map {
        SanityCheck(name: $0, verdict: .notApplicable, words: "Of this victim only decisions are known, no scores.")
      }
    }
    return [probabilities, precision, try saturation()]
  }

  private var rows: [[Double]] { logits.samples.map { $0.scalars.map(Double.init) } }

  private var probabilities: SanityCheck {
    let all = rows.allSatisfy { row in row.allSatisfy { $0 >= 0 } && abs(row.reduce(0, +) - 1) < 1e-3 }
    return SanityCheck(
      name: "probabilities", verdict: all ? .warn : .pass,
      words: all
        ? "All \(rows.count) output rows are non-negative and sum to 1: these are probabilities, whose gradients vanish "
          + "where the model is sure, and a loss applies the softmax again. Attack the logits: cut the model before its "
          + "last layer." : "The outputs are not probabilities.")
  }

  /// How coarse `Float` is at the largest logit, against the spread of the logits of one sample.
  private var precision: SanityCheck {
    let worst =
      rows.map { row -> Double in
        guard row.allSatisfy(\.isFinite), let largest = row.max(), let smallest = row.min() else { return .infinity }
        let step = Double(Float(max(abs(largest), abs(smallest))).ulp)
        return largest > smallest ? step / (largest - smallest) : 1
      }.max() ?? 0
    return SanityCheck(
      name: "logit precision", verdict: worst < 1e-4 ? .pass : worst < 1e-2 ? .warn : .fail,
      words:
        "A step of 32-bit numbers at the largest logit is at most \(worst.brief) of a sample's spread of logits; 1e-4 "
        + "is allowed. "
        + (worst < 1e-4
          ? "Small changes of the logits can be seen."
          : "Differences are rounded away, and attacks see stairs: take the common offset out of the logits, or look why "
            + "they do not differ."))
  }

  /// Where the best logit leads by more than ln 2²⁴, a 32-bit softmax is exactly 1 and the cross-entropy's derivative for
  /// that class exactly 0; by more than 149 ln 2, so are those for the others.
  private func saturation() throws -> SanityCheck {
    let leads = rows.map { row -> Double in
      let sorted = row.sorted(by: >)
      return sorted[0] - sorted[1]
    }
    let rounded = leads.count { !($0 <= 24 * log(2.0)) }, gone = leads.count { !($0 <= 149 * log(2.0)) }
    let isSaturated = 2 * rounded > leads.count
    return SanityCheck(
      name: "softmax saturation", verdict: 2 * gone > leads.count ? .fail : isSaturated ? .warn : .pass,
      words: "At \(rounded) of \(leads.count) inputs a 32-bit softmax of the logits is exactly 1, at \(gone) all its "
        + "derivatives are exactly 0. " + (try gradientWords())
        + (isSaturated
          ? " Attacks on a plain cross-entropy see no gradient there and report robustness that is none. Ours take the "
            + "derivative in double precision, which reaches leads of 745 and no further; scale the logits, or attack "
            + "the margin or the DLR."
          : ""))
  }

  /// How many inputs have a cross-entropy whose gradient is lost, as it is and with the logits scaled to a lead of 10.
  private func gradientWords() throws -> String {
    guard victim.access >= .gradients else { return "Of this victim no gradients are known." }
    let lost = try [ClassificationLoss.crossEntropy, .mifpe].map { loss in
      try InputGradients(victim: victim, inputs: inputs, logits: logits).largest(of: loss).count { !($0 >= 1e-10) }
    }
    return "The cross-entropy's gradient is below 1e-10 at \(lost[0]) of them, with the logits scaled at \(lost[1])."
  }
}

/// Input gradients of losses away from what the victim says of each input.
struct InputGradients {
  let victim: any Victim
  let inputs: Tensor
  let logits: Tensor

  /// The largest magnitude of each input's gradient; not a number where any element is not.
  func largest(of loss: ClassificationLoss) throws -> [Float] {
    let aims = Prediction.classIndices(of: logits).map { ClassAim(goal: .untargeted(label: $0 ?? 0)) }
    let gradient = try victim.logitsAndGradient(at: inputs) { loss($0, aims: aims).cotangent }.gradient
    return gradient.samples.map { sample in
      sample.scalars.reduce(0) { $0.isNaN || !$1.isFinite ? .nan : max($0, abs($1)) }
    }
  }
}
