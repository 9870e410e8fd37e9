public import Tensors

/// A randomised victim as it is judged: single draws, each with a seed of its own, vote on the class.
///
///     z_k(x) = how many of the draws name class k
///
/// So the prediction is what most draws say, the lower class where two are said as often: that of a smoothed classifier
/// (Cohen et al., 2019, arXiv:1902.02918, section 3.2, without its abstention). A draw whose logits are no numbers votes
/// for nobody; without any vote the answer is not a number.
///
/// Counts have no gradient: an attack searches on `RandomizedVictim`, with other draws than those that vote.
public final class VotingVictim: Victim {
  /// One draw each.
  private let voters: [RandomizedVictim]

  /// - Parameters:
  ///   - inner: the victim behind the transformation.
  ///   - transformation: what is done at random.
  ///   - votes: how many draws vote; at least 1, an odd number knows no tie between two classes.
  ///   - seed: that of the draws' own seeds; must not be the one that attacks search with.
  ///   - background: what fills the places that a transformation leaves empty.
  public init(
    _ inner: any Victim, transformation: RandomTransformation, votes: Int = 11, seed: UInt64 = 0, background: Float = 0
  ) {
    precondition(votes > 0, "VotingVictim: at least 1 vote, are \(votes)")
    var seeds = RandomStream(seed: seed, sample: "votes", attack: "judging")
    voters = (0..<votes).map { _ in
      RandomizedVictim(inner, transformation: transformation, draws: 1, seed: seeds.next(), background: background)
    }
  }

  public var inputShape: [Int] { voters[0].inputShape }
  public var outputShape: [Int] { voters[0].outputShape }
  public var access: VictimAccess { .decisions }
  public func passSizes(for count: Int) -> [Int] { voters[0].passSizes(for: count) }

  /// `[N] + inputShape` → `[N, classes]`, whole numbers that add up to the number of votes.
  public func logits(of inputs: Tensor) throws -> Tensor {
    let classes = outputShape.product
    var counts = [Float](repeating: 0, count: inputs.batchCount * classes)
    var voted = [Bool](repeating: false, count: inputs.batchCount)
    for voter in voters {
      for (row, vote) in Prediction.classIndices(of: try voter.logits(of: inputs)).enumerated() {
        guard let vote else { continue }
        counts[row * classes + vote] += 1
        voted[row] = true
      }
    }
    for row in voted.indices where !voted[row] {
      for index in row * classes..<(row + 1) * classes { counts[index] = .nan }
    }
    return Tensor(shape: [inputs.batchCount] + outputShape, scalars: counts)
  }

  /// - Throws: `AttackError`, always: votes are counted, not differentiated.
  public func logitsAndGradient(
    at inputs: Tensor, cotangent: (_ logits: Tensor) throws -> Tensor
  ) throws -> (logits: Tensor, gradient: Tensor) {
    throw AttackError(attack: "votes", complaints: ["votes have no gradient; search on the mean of several draws"])
  }
}
