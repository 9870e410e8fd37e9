import Attacks
import Testing

@Suite struct CheckpointPaceTests {
  /// The shares of arXiv:2003.01690, §3.1, by hand.
  @Test func checkpointsLieWhereThePaperPutsThem() {
    #expect(CheckpointPace.checkpoints(of: 100) == [22, 41, 57, 70, 80, 87, 93, 99])
  }

  /// Shares of the steps are rounded down one by one, as the authors' program does.
  @Test func fewerStepsAreLookedAtMoreOften() {
    #expect(CheckpointPace.checkpoints(of: 40) == [8, 15, 21, 26, 30, 33, 35, 37, 39])
    #expect(CheckpointPace.checkpoints(of: 1) == [1])
  }

  @Test func aStepThatPaysStaysAndOneThatDoesNotHalves() {
    var pace = CheckpointPace(size: 1, steps: 100, loss: 0)
    let halvings = (1...100).filter { step in
      // Every step pays until the 41st, then two of three.
      pace.halves(after: step, rose: step <= 41 || step % 3 != 0, best: Double(step))
    }
    #expect(halvings == [57, 70, 80, 87, 93, 99] && pace.size == 1.0 / 64)
  }

  @Test func whatNoLongerRisesHalvesEverySecondTime() {
    var pace = CheckpointPace(size: 1, steps: 100, loss: 0)
    let halvings = (1...100).filter { pace.halves(after: $0, rose: true, best: $0 < 22 ? 0 : 1) }
    #expect(halvings == [41, 70, 87, 99])
  }
}
