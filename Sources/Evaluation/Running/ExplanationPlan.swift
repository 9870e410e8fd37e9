public import Explanations
public import Tensors

/// Why a victim said what it said, for one input.
public struct Explanation: Sendable {
  /// A map `[rows, columns]`, or `[frames, rows, columns]` for a sequence.
  public var heat: Tensor
  /// One per frame; empty for an image.
  public var frameImportance: [Double]

  public init(heat: Tensor, frameImportance: [Double] = []) {
    self.heat = heat
    self.frameImportance = frameImportance
  }
}

/// Which samples of a run are explained, and how.
public struct ExplanationPlan {
  /// Explains a prediction: one input without a batch axis, and the class whose score is explained (for segmentation
  /// the class whose predicted region is).
  public var explain: (_ input: Tensor, _ class: Int) throws -> Explanation
  /// The rank correlation of two lists of equal length; not a number when either is constant.
  public var rankCorrelation: ([Double], [Double]) -> Double
  /// Only the run's first samples are explained; nil for all.
  public var limit: Int?

  public init(
    limit: Int? = nil,
    rankCorrelation: @escaping ([Double], [Double]) -> Double = { RankCorrelation.spearman($0, $1) ?? .nan },
    explain: @escaping (_ input: Tensor, _ class: Int) throws -> Explanation
  ) {
    self.limit = limit
    self.rankCorrelation = rankCorrelation
    self.explain = explain
  }

  /// Both heat maps of an attacked sample; what an explanation throws (a layer that gives no numbers, say) is no reason to
  /// lose the attack's result, and comes back as words.
  func explanations(
    before: (input: Tensor, class: Int), after: (input: Tensor, class: Int)
  ) -> Result<(before: Explanation, after: Explanation), NoExplanation> {
    do {
      return .success((try explain(before.input, before.class), try explain(after.input, after.class)))
    } catch {
      return .failure(NoExplanation(message: "no heat map: \(error)"))
    }
  }

  func covers(_ index: Int) -> Bool { limit.map { index < $0 } ?? true }
}

/// Why there is no heat map.
struct NoExplanation: Error {
  let message: String
}
