import Attacks
import Explanations
import Segmentation
import Tensors
import Victims

/// What is to be explained of a model's answer, and the answer itself.
struct ScoreChoice {
  /// The class that the model says; for segmentation the object that covers most pixels.
  let predicted: Int
  let explained: Int
  let score: ExplainedScore
  /// `[K]`, or `[C, H, W]`.
  let logits: Tensor
  let names: [String]
  /// For segmentation: how many pixels each class is given.
  let pixelCounts: [Int]?

  /// Runs the model; `wanted` is a class by name or number, nil for the predicted one.
  init(_ victim: ModelVictim, at input: Tensor, card: VictimCard, wanted: String?) throws {
    logits = try victim.logits(of: Tensor(batching: [input])).sample(0)
    let classes = logits.shape[0]
    let names = Self.names(card, classes: classes)
    self.names = names
    if logits.rank == 1 {
      guard let best = Prediction.classIndex(of: logits.scalars) else {
        throw ExplanationError("the model's logits are not numbers: there is no prediction to explain")
      }
      predicted = best
      pixelCounts = nil
    } else {
      let counts = Mask(argmaxOf: logits).pixelCounts
      // The first of equals; class 1 where the model draws nothing.
      predicted = (1..<classes).max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
      pixelCounts = counts
    }
    let index = if let wanted { try ClassName.index(of: wanted, among: names) } else { predicted }
    explained = index
    score = logits.rank == 1 ? .classLogit(index) : .maskClass(index)
  }

  /// The card's names where they fit; one name for a one-logit network is the foreground's.
  private static func names(_ card: VictimCard, classes: Int) -> [String] {
    if let names = card.classNames, names.count == classes { return names }
    if let names = card.classNames, names.count == 1, classes == 2 { return ["background"] + names }
    return classes == 2 && card.task == .segmentation
      ? ["background", "foreground"] : (0..<classes).map { "class \($0)" }
  }

  func name(_ index: Int) -> String {
    names[index] == "class \(index)" ? names[index] : "\(names[index]) (class \(index))"
  }
}
