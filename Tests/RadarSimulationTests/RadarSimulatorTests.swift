import Foundation
import Radar
import RadarSimulation
import Tensors
import Testing

private func identity(_ gesture: GestureClass, subject: Int = 1, instance: Int = 1) -> RecordingIdentity {
  RecordingIdentity(gesture: gesture, subject: subject, session: 1, instance: instance)
}

@Suite struct RadarSimulatorTests {
  @Test(arguments: GestureClass.allCases)
  func recordingsHaveTheShapeAndCodingThatIsPromised(gesture: GestureClass) throws {
    for instance in 1...3 {
      let recording = try RadarSimulator().recording(identity(gesture, subject: 2, instance: instance))
      let frameCount = recording.maps.shape[1]
      #expect(recording.maps.shape == [2, frameCount, 32, 32])
      #expect((20...40).contains(frameCount))
      #expect(recording.isAction.count == frameCount)
      #expect(recording.maps.scalars.allSatisfy { (0...255).contains($0) && $0 == $0.rounded() })
      let (magnitude, angle) = (recording.maps.sample(0).scalars, recording.maps.sample(1).scalars)
      #expect(zip(magnitude, angle).allSatisfy { ($0 == 0) == ($1 == 0) })
      #expect(magnitude.contains { $0 > 0 })
      let actions = recording.isAction.count { $0 }
      if gesture == .background {
        #expect(actions == 0)
      } else {
        // One run, with idle frames before and after it.
        #expect(actions >= 8 && !recording.isAction[0] && !recording.isAction[frameCount - 1])
        let first = recording.isAction.firstIndex(of: true) ?? 0
        #expect(recording.isAction[first..<first + actions].allSatisfy { $0 })
      }
    }
  }

  @Test func theSameSeedGivesTheSameBytesInAnyOrder() throws {
    let (a, b) = (identity(.shaking, subject: 3), identity(.thumbUp, subject: 4))
    let simulator = RadarSimulator(seed: 9)
    let first = try [a, b].map { try simulator.recording($0) }
    let second = try [b, a].map { try simulator.recording($0) }
    #expect(first[0] == second[1] && first[1] == second[0])
    #expect(try RadarSimulator(seed: 10).recording(a) != first[0])
    #expect(try simulator.recording(identity(.shaking, subject: 3, instance: 2)).maps != first[0].maps)
  }

  @Test(arguments: ChirpConfiguration.named.map(\.name))
  func everyConfigurationCanBeSimulated(name: String) throws {
    let simulator = RadarSimulator(configuration: try ChirpConfiguration.named(name))
    let recording = try simulator.recording(identity(.drumming))
    #expect(Array(recording.maps.shape.suffix(2)) == [32, 32])
    #expect(recording.maps.scalars.contains { $0 > 0 })
  }

  /// What the classes are told apart by: the hand's side at the end of the stroke, seen in the angle.
  @Test func swipesEndOnTheirSide() throws {
    var correct = 0
    let subjects = 1...8
    for subject in subjects {
      for (gesture, sign) in [(GestureClass.swipeLeft, -1.0), (.swipeRight, 1.0)] {
        let recording = try RadarSimulator(signalToNoise: 10).recording(identity(gesture, subject: subject))
        if sign * Self.angleChange(recording) > 0 { correct += 1 }
      }
    }
    #expect(correct >= 15, "\(correct) of 16")
  }

  /// The mean angle of the last third of the gesture less that of the first, weighted by magnitude.
  private static func angleChange(_ recording: SimulatedRecording) -> Double {
    let frames = recording.isAction.indices.filter { recording.isAction[$0] }
    let third = frames.count / 3
    func mean(_ frames: ArraySlice<Int>) -> Double {
      var (sum, weight) = (0.0, 1e-9)
      let offset = recording.maps.count / 2
      for frame in frames {
        for cell in frame * 1024..<(frame + 1) * 1024 where recording.maps.scalars[cell] > 0 {
          let magnitude = Double(recording.maps.scalars[cell])
          sum += magnitude * (Double(recording.maps.scalars[offset + cell]) - 128)
          weight += magnitude
        }
      }
      return sum / weight
    }
    return mean(frames[(frames.count - third)...]) - mean(frames[..<third])
  }

  @Test func microDopplerHasOneRangeAndFinerTime() throws {
    let recording = try RadarSimulator(view: .microDoppler).recording(identity(.drumming))
    #expect(recording.maps.shape[0] == 1 && recording.maps.shape[2] == 1 && recording.maps.shape[3] == 64)
    #expect(recording.maps.shape[1] == recording.isAction.count)
    #expect(recording.maps.shape[1] > 100)
    #expect(recording.isAction.contains(true) && recording.isAction.contains(false))
    // Hands that drum leave zero Doppler; most cells are noise below the threshold.
    let zeros = recording.maps.scalars.count { $0 == 0 }
    #expect(zeros > recording.maps.count / 2 && zeros < recording.maps.count)
  }

  @Test func moreSignalShowsMoreOfTheHand() throws {
    let counts = try [-12.0, 0, 12].map { ratio in
      try RadarSimulator(signalToNoise: ratio).recording(identity(.shaking)).maps.sample(0).scalars.count { $0 > 0 }
    }
    #expect(counts[0] < counts[1] && counts[1] < counts[2])
  }
}

@Suite struct SubjectTests {
  @Test func aSubjectIsTheSameInEverySet() {
    #expect(Subject(number: 7, seed: 1) == Subject(number: 7, seed: 1))
    #expect(Subject(number: 7, seed: 1) != Subject(number: 7, seed: 2))
  }

  @Test func subjectsDifferAsMuchAsPeopleDo() {
    let subjects = (1...200).map { Subject(number: $0, seed: 1) }
    let sizes = subjects.map(\.handScale)
    #expect((sizes.min() ?? 0) > 0.75 && (sizes.max() ?? 9) < 1.35)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) > 0.25)
    #expect((100...190).contains(subjects.count { $0.armSide > 0 }))
    #expect(subjects.allSatisfy { (0.2...0.38).contains($0.restingPlace.y) && $0.restingPlace.z > 0 })
  }
}
