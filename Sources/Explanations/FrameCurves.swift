public import Tensors

/// How much of a perturbation lies in each frame, beside how much each frame matters to the model.
public struct FrameCurves: Sendable, Hashable, Codable {
  /// The Euclidean length of the perturbation inside each frame.
  public let l2: [Double]
  /// Its largest magnitude inside each frame.
  public let linf: [Double]
  /// `HeatMap.frameImportance` of the clean input.
  public let importance: [Float]
  /// Spearman's rank correlation of `l2` and `importance`; nil where one of them is constant.
  public let rankCorrelation: Double?

  /// Compares an adversarial sequence with its clean one, frame by frame.
  ///
  /// - Parameters:
  ///   - clean: the clean sequence.
  ///   - adversarial: the same after the attack.
  ///   - axes: what the axes of both stand for; time must be among them.
  ///   - importance: one number a frame.
  /// - Throws: `ExplanationError` when there is no time axis or the three do not belong together.
  public init(clean: Tensor, adversarial: Tensor, axes: [Axis], importance: [Float]) throws {
    guard let time = axes.firstIndex(of: .time), axes.count == clean.rank else {
      throw ExplanationError("curves over frames need a time axis; the axes are \(axes.map(\.rawValue))")
    }
    guard clean.shape == adversarial.shape, importance.count == clean.shape[time] else {
      throw ExplanationError(
        "\(importance.count) importances, a clean input of \(clean.shape) and an adversarial one of "
          + "\(adversarial.shape) do not belong together")
    }
    let walk = FrameAxis(shape: clean.shape, time: time)

    let differences = zip(adversarial.scalars, clean.scalars).map { $0 == $1 ? 0 : $0 - $1 }
    l2 = walk.reduce(differences, into: 0.0) { $0 += Double($1) * Double($1) }.map { $0.squareRoot() }
    linf = walk.reduce(differences, into: 0.0) { $0 = max($0, abs(Double($1))) }
    self.importance = importance
    rankCorrelation = RankCorrelation.spearman(l2, importance.map(Double.init))
  }

  /// The share of all importance that lies in the given frames; nil where no frame matters.
  public static func share(of importance: [Float], in frames: [Bool]) -> Double? {
    precondition(
      importance.count == frames.count, "FrameCurves: \(importance.count) importances, \(frames.count) frames")
    let total = importance.reduce(0) { $0 + Double($1) }
    guard total > 0 else { return nil }
    return zip(importance, frames).reduce(0) { $0 + ($1.1 ? Double($1.0) : 0) } / total
  }
}
