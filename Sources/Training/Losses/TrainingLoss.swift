public import Attacks
public import Tensors

/// What training lowers: one loss, or the sum of several.
///
/// | text | loss | outputs |
/// |---|---|---|
/// | `cross-entropy` | `CrossEntropyLoss` | `[K]`, or `[C, H, W]` with two classes or more |
/// | `dice` | `DiceLoss` | `[C, H, W]` |
/// | `bce` | `BinaryCrossEntropyLoss` | one logit, `[1, H, W]` |
/// | `bce+dice`, `cross-entropy+dice` | sums | |
public struct TrainingLoss: Sendable, Codable, Equatable {
  public enum Term: Sendable, Codable, Equatable {
    case crossEntropy(CrossEntropyLoss)
    case dice(DiceLoss)
    case binaryCrossEntropy(BinaryCrossEntropyLoss)
  }

  public var terms: [Term]

  public init(_ terms: [Term]) { self.terms = terms }

  public static func crossEntropy(smoothing: Double = 0, classWeights: [Double]? = nil) -> TrainingLoss {
    TrainingLoss([.crossEntropy(CrossEntropyLoss(smoothing: smoothing, classWeights: classWeights))])
  }

  /// Reads the text of the table.
  ///
  /// - Throws: `TrainingError` for anything else.
  public init(parsing text: String) throws(TrainingError) {
    terms = try text.split(separator: "+", omittingEmptySubsequences: false).map { word throws(TrainingError) in
      switch word {
      case "cross-entropy": .crossEntropy(CrossEntropyLoss())
      case "dice": .dice(DiceLoss())
      case "bce": .binaryCrossEntropy(BinaryCrossEntropyLoss())
      default:
        throw TrainingError(
          "loss '\(text)'", "'\(word)' is no loss",
          remedy: "write cross-entropy, dice, bce, bce+dice or cross-entropy+dice")
      }
    }
  }

  /// The same loss with a weight for each class, background first.
  ///
  /// | term | |
  /// |---|---|
  /// | cross-entropy | each position has the weight of its class |
  /// | dice | the mean over classes is weighted; background stays out |
  /// | bce | two weights: a position of the object counts `weights[1] / weights[0]` times |
  public func weighing(classes weights: [Double]) -> TrainingLoss {
    TrainingLoss(terms.map { $0.weighing(weights) })
  }

  /// The losses of a batch.
  ///
  /// - Returns: one value a sample, whose mean is the loss of the batch, and the derivative of that mean.
  public func callAsFunction(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    let parts = terms.map { $0(logits, targets) }
    guard let first = parts.first else {
      return LossEvaluation(values: targets.map { _ in 0 }, cotangent: Tensor(shape: logits.shape))
    }
    return parts.dropFirst().reduce(first) { sum, part in
      LossEvaluation(
        values: zip(sum.values, part.values).map { $0 + $1 },
        cotangent: Tensor(
          shape: logits.shape, scalars: zip(sum.cotangent.scalars, part.cotangent.scalars).map { $0 + $1 }))
    }
  }

  /// Checks that the loss fits a network's outputs.
  ///
  /// - Throws: `TrainingError` naming the loss and the shape.
  public func check(outputShape: [Int]) throws(TrainingError) {
    let classCount = outputShape.first ?? 0
    for term in terms {
      let (name, fits, weights) = term.requirement(classCount: classCount, rank: outputShape.count)
      guard fits else {
        throw TrainingError(
          "loss '\(name)'", "does not fit outputs of the shape \(outputShape)",
          remedy: classCount == 1 ? "one logit per pixel needs bce, dice or both" : "several classes need cross-entropy"
        )
      }
      guard let weights else { continue }
      guard weights.count == classCount else {
        throw TrainingError(
          "loss '\(name)'", "has \(weights.count) class weights for \(classCount) classes", remedy: "give one a class")
      }
      guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 }) else {
        throw TrainingError(
          "loss '\(name)'", "weighs its classes with \(weights)", remedy: "give numbers that are not negative or all 0")
      }
    }
  }
}

extension TrainingLoss: CustomStringConvertible {
  public var description: String { terms.map(\.name).joined(separator: "+") }
}

extension TrainingLoss.Term {
  var name: String {
    switch self {
    case .crossEntropy: "cross-entropy"
    case .dice: "dice"
    case .binaryCrossEntropy: "bce"
    }
  }

  func callAsFunction(_ logits: Tensor, _ targets: [TrainingTarget]) -> LossEvaluation {
    switch self {
    case .crossEntropy(let loss): loss(logits, targets)
    case .dice(let loss): loss(logits, targets)
    case .binaryCrossEntropy(let loss): loss(logits, targets)
    }
  }

  func requirement(classCount: Int, rank: Int) -> (name: String, fits: Bool, weights: [Double]?) {
    switch self {
    case .crossEntropy(let loss): (name, classCount > 1, loss.classWeights)
    case .dice(let loss): (name, rank == 3, loss.classWeights)
    case .binaryCrossEntropy(let loss): (name, classCount == 1, [loss.positiveWeight])
    }
  }

  func weighing(_ weights: [Double]) -> TrainingLoss.Term {
    switch self {
    case .crossEntropy(var loss):
      loss.classWeights = weights
      return .crossEntropy(loss)
    case .dice(var loss):
      // One logit has one overlap, of whatever weight.
      if weights.count > 2 { loss.classWeights = [0] + weights.dropFirst() }
      return .dice(loss)
    case .binaryCrossEntropy(var loss):
      if weights.count == 2 { loss.positiveWeight = weights[1] / weights[0] }
      return .binaryCrossEntropy(loss)
    }
  }
}
