import Attacks
import Tensors
import Testing

/// Single draws of a randomised victim vote: on a line, where it is known which way they go.
@Suite struct VotingVictimTests {
  private let noise = RandomTransformation.noise(deviation: 1)
  private let line = SampleVictim.linear([[1], [0]])

  @Test func everyDrawHasOneVote() throws {
    let victim = VotingVictim(line, transformation: noise, votes: 101, seed: 1)
    let logits = try victim.logits(of: Tensor(shape: [3, 1], scalars: [10, -10, 0.5]))
    #expect(logits.shape == [3, 2])
    #expect(Array(logits.scalars.prefix(4)) == [101, 0, 0, 101])
    // Gaussian noise leaves 0.5 above 0 in 69 % of the draws; the deviation is 4.6 votes.
    #expect(abs(logits.scalars[4] - 69.8) < 15 && logits.scalars[4] + logits.scalars[5] == 101)
  }

  @Test func batchesChangeNoVoteAndSeedsDo() throws {
    let inputs = Tensor(shape: [8, 1], scalars: (0..<8).map { 0.1 * Float($0) })
    func votes(seed: UInt64) -> VotingVictim { VotingVictim(line, transformation: noise, votes: 21, seed: seed) }
    let together = try votes(seed: 1).logits(of: inputs)
    let alone = try inputs.samples.flatMap { try votes(seed: 1).logits(of: Tensor(batching: [$0])).scalars }
    #expect(together.scalars == alone)
    #expect(try votes(seed: 2).logits(of: inputs) != together)
  }

  /// What an attack saw is not what it is judged by: at the boundary of its own draws the votes are divided.
  @Test func theVotesAreOtherDrawsThanThoseOfTheSearch() throws {
    let inputs = Tensor(shape: [64, 1], scalars: (0..<64).map { 1e-4 * Float($0) })
    let search = RandomizedVictim(line, transformation: noise, draws: 1, seed: 5)
    let seen = Prediction.classIndices(of: try search.logits(of: inputs))
    let judged = Prediction.classIndices(
      of: try VotingVictim(line, transformation: noise, votes: 1, seed: 5).logits(of: inputs))
    #expect(seen != judged)
  }

  @Test func withoutAVoteTheAnswerIsNoNumber() throws {
    let broken = SampleVictim(
      inputShape: [1], outputShape: [2], answer: { $0[0] > 0 ? [.nan, 1] : [0, 1] }, pullback: { input, _ in input })
    let victim = VotingVictim(broken, transformation: .noise(deviation: 1e-3), votes: 3)
    let logits = try victim.logits(of: Tensor(shape: [2, 1], scalars: [1, -1]))
    #expect(logits.scalars[0].isNaN && logits.scalars[1].isNaN)
    #expect(Array(logits.scalars.suffix(2)) == [0, 3])
  }

  @Test func votesHaveNoGradient() {
    let victim = VotingVictim(line, transformation: noise)
    #expect(victim.access == .decisions)
    #expect(throws: AttackError.self) {
      try victim.logitsAndGradient(at: Tensor(shape: [1, 1], scalars: [0])) { $0 }
    }
  }
}
