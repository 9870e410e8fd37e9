import Testing
import Training

@Suite struct RateScheduleTests {
  struct Known: Decodable { let steps: Int, peak: Double, cosine, oneCycle: [Double] }

  @Test func cosineAndOneCycleAreThoseOfPyTorch() throws {
    let known: Known = try TorchFixture.read("schedules.json")
    for step in 0..<known.steps {
      let cosine = RateSchedule.cosine(warmUpShare: 0).rate(atStep: step, of: known.steps, peak: known.peak)
      let cycle = RateSchedule.oneCycle(riseShare: 0.3).rate(atStep: step, of: known.steps, peak: known.peak)
      #expect(abs(cosine - known.cosine[step]) < 1e-9)
      #expect(abs(cycle - known.oneCycle[step]) < 1e-9)
    }
  }

  @Test func warmUpRisesInEvenStepsToThePeak() {
    let rates = (0..<10).map { RateSchedule.cosine(warmUpShare: 0.4).rate(atStep: $0, of: 10, peak: 1) }
    #expect(rates.prefix(5) == [0.25, 0.5, 0.75, 1, 1])
    #expect(rates.last.map { $0 > 0 && $0 < 0.1 } == true)
  }

  @Test(arguments: ["constant", "cosine", "cosine:0.05", "one-cycle:0.3"]) func textComesBack(_ text: String) throws {
    #expect(try RateSchedule(parsing: text).description == text)
  }

  @Test(arguments: ["", "linear", "cosine:1", "cosine:x", "constant:2", "cosine:0.1:0.2"])
  func otherTextIsRefused(_ text: String) {
    #expect(throws: TrainingError.self) { try RateSchedule(parsing: text) }
  }

  @Test func aRunOfOneStepHasARate() {
    for schedule in [
      RateSchedule.constant, .cosine(warmUpShare: 0), .cosine(warmUpShare: 0.9), .oneCycle(riseShare: 0.3),
    ] {
      #expect(schedule.rate(atStep: 0, of: 1, peak: 1) > 0)
    }
  }
}
