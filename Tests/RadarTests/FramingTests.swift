import Radar
import Tensors
import TestSupport
import Testing

@Suite struct FramingTests {
  /// Frame t of one channel, one range and two Doppler bins holds (t + 1, -(t + 1)).
  private func recording(_ frameCount: Int, action: Range<Int>? = nil) throws -> Recording {
    let scalars = (0..<frameCount).flatMap { [Float($0 + 1), -Float($0 + 1)] }
    return try Recording(
      array: Tensor(shape: [frameCount, 1, 2], scalars: scalars), axes: [.time, .range, .doppler], path: "made",
      isAction: action.map { run in (0..<frameCount).map(run.contains) })
  }

  private func firstColumn(_ sequence: FramedSequence) -> [Float] {
    stride(from: 0, to: sequence.frames.count, by: 2).map { sequence.frames.scalars[$0] }
  }

  @Test func shortRecordingsArePaddedInEveryWay() throws {
    let short = try recording(3, action: 1..<2)
    let expected: [Framing.Padding: [Float]] = [
      .zerosAtEnd: [1, 2, 3, 0, 0], .zerosAtBeginning: [0, 0, 1, 2, 3], .repeatLast: [1, 2, 3, 3, 3],
      .meanFrame: [1, 2, 3, 2, 2],
    ]
    for padding in Framing.Padding.allCases {
      let sequence = try Framing(frameCount: 5, padding: padding).framed(short)
      #expect(firstColumn(sequence) == expected[padding])
      let recorded: [FrameKind] = [.idle, .action, .idle]
      let added: [FrameKind] = [.padding, .padding]
      #expect(sequence.frameKinds == (padding == .zerosAtBeginning ? added + recorded : recorded + added))
    }
  }

  @Test func longRecordingsAreCroppedInEveryWay() throws {
    let long = try recording(10, action: 6..<8)
    #expect(firstColumn(try Framing(frameCount: 4, cropping: .first).framed(long)) == [1, 2, 3, 4])
    #expect(firstColumn(try Framing(frameCount: 4, cropping: .last).framed(long)) == [7, 8, 9, 10])
    let centred = try Framing(frameCount: 4).framed(long)
    #expect(firstColumn(centred) == [6, 7, 8, 9])
    #expect(centred.frameKinds == [.idle, .action, .action, .idle])
    #expect(centred.sources == [.recorded(5), .recorded(6), .recorded(7), .recorded(8)])
  }

  @Test func centringStaysWithinTheRecording() throws {
    #expect(firstColumn(try Framing(frameCount: 4).framed(recording(10, action: 0..<1))) == [1, 2, 3, 4])
    #expect(firstColumn(try Framing(frameCount: 4).framed(recording(10, action: 9..<10))) == [7, 8, 9, 10])
    #expect(firstColumn(try Framing(frameCount: 4).framed(recording(10))) == [4, 5, 6, 7])
    #expect(firstColumn(try Framing(frameCount: 4).framed(recording(10, action: 0..<0))) == [4, 5, 6, 7])
  }

  @Test func croppingToTheActionLeavesOnlyActionAndPadding() throws {
    let framing = Framing(frameCount: 5, cropsToAction: true)
    let sequence = try framing.framed(recording(10, action: 3..<6))
    #expect(firstColumn(sequence) == [4, 5, 6, 0, 0])
    #expect(sequence.frameKinds == [.action, .action, .action, .padding, .padding])
    #expect(
      firstColumn(try Framing(frameCount: 2, cropsToAction: true).framed(recording(10, action: 3..<8))) == [5, 6])
    let background = try Framing(frameCount: 12, cropsToAction: true).framed(recording(10, action: 0..<0))
    #expect(background.frameKinds == [FrameKind](repeating: .idle, count: 10) + [.padding, .padding])
  }

  @Test func theMeanIsThatOfTheKeptFrames() throws {
    let framing = Framing(frameCount: 4, padding: .meanFrame, cropsToAction: true)
    #expect(firstColumn(try framing.framed(recording(10, action: 4..<6))) == [5, 6, 5.5, 5.5])
  }

  @Test func everyChannelIsFramedAlike() throws {
    let array = Tensor(shape: [2, 3, 1, 1], scalars: [1, 2, 3, 10, 20, 30])
    let recording = try Recording(array: array, axes: Recording.axes, path: "made")
    let sequence = try Framing(frameCount: 4, padding: .meanFrame).framed(recording)
    #expect(sequence.frames == Tensor(shape: [2, 4, 1, 1], scalars: [1, 2, 3, 2, 10, 20, 30, 20]))
  }

  @Test(arguments: [0, -3, Int.max]) func impossibleLengthsAreErrors(_ count: Int) throws {
    let recording = try recording(3)
    #expect(throws: RadarError.self) { try Framing(frameCount: count).framed(recording) }
  }
}
