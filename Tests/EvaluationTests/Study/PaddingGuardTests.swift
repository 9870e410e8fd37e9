import Attacks
import Evaluation
import Tensors
import Testing

@Suite struct PaddingGuardTests {
  private static let axes: [Axis] = [.channel, .time, .range]

  @Test func theValidityChannelMarksRecordedFrames() throws {
    let input = Tensor(shape: [2, 3, 2], scalars: (1...12).map(Float.init))
    let whole = try ValidityChannel.appended(
      to: input, axes: Self.axes, frameKinds: [.action, .padding, .idle])
    #expect(whole.shape == [3, 3, 2] && Array(whole.scalars[..<12]) == input.scalars)
    #expect(Array(whole.scalars[12...]) == [1, 1, 0, 0, 1, 1])
    #expect(throws: StudyError.self) {
      try ValidityChannel.appended(to: input, axes: [.time, .channel, .range], frameKinds: [.action, .action, .idle])
    }
  }

  @Test func paddingReachesNeitherLogitsNorGradient() throws {
    let weights = (0..<24).map { Float($0 % 5) - 2 }
    let base = LinearVictim(inputShape: [2, 3, 2], outputShape: [2], weight: weights)
    let shielded = try PaddingGuard(base, axes: Self.axes)
    #expect(shielded.inputShape == [3, 3, 2])
    func logits(_ padding: Float) throws -> [Float] {
      let input = Tensor(shape: [2, 3, 2], scalars: (0..<12).map { $0 / 2 % 3 == 1 ? padding : Float($0) })
      let whole = try ValidityChannel.appended(to: input, axes: Self.axes, frameKinds: [.action, .padding, .idle])
      return try shielded.logits(of: Tensor(batching: [whole])).scalars
    }
    #expect(try logits(0) == logits(9))
    let zeroed = Tensor(shape: [1, 2, 3, 2], scalars: (0..<12).map { $0 / 2 % 3 == 1 ? 0 : Float($0) })
    #expect(try logits(9) == base.logits(of: zeroed).scalars)
    let whole = try ValidityChannel.appended(
      to: zeroed.sample(0), axes: Self.axes, frameKinds: [.action, .padding, .idle])
    let (_, gradient) = try shielded.logitsAndGradient(at: Tensor(batching: [whole])) { _ in
      Tensor(shape: [1, 2], scalars: [1, 0])
    }
    let expected = (0..<12).map { $0 / 2 % 3 == 1 ? 0 : weights[$0] } + [Float](repeating: 0, count: 6)
    #expect(gradient.scalars == expected)
  }
}
