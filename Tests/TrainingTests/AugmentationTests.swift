import Tensors
import Testing
import Training

@Suite struct AugmentationTests {
  private static let layout = ExampleLayout(
    shape: [2, 5, 3, 2], axes: [.channel, .time, .range, .doppler], bounds: 0...1, outputShape: [4])

  /// Every value says where it is: channel and frame in the tens, never 0.
  private static let sequence = Example(
    id: "a", input: Tensor(shape: [2, 5, 3, 2], scalars: (0..<60).map { 0.01 + Float($0) / 100 }),
    target: TrainingTarget(label: 1), frameKinds: [.idle, .action, .action, .idle, .padding])

  private static func applied(_ text: String, seed: UInt64 = 3, epoch: Int = 0) throws -> Example {
    try AugmentationPipeline(parsing: text).applied(to: sequence, layout: layout, seed: seed, epoch: epoch)
  }

  private static func frame(_ example: Example, _ index: Int) -> [Float] {
    (0..<2).flatMap { channel in Array(example.input.scalars[(channel * 5 + index) * 6..<(channel * 5 + index + 1) * 6])
    }
  }

  @Test func everyTextComesBack() throws {
    let text =
      "time-shift:6,time-shift:2:edge,time-crop:0.3,amplitude:0.2,range-shift:2,noise:0.05,frame-drop:0.1,flip,"
      + "flip-vertical,rotate,brightness:0.1,contrast:0.2"
    #expect(try AugmentationPipeline(parsing: text).description == text)
    #expect(try AugmentationPipeline(parsing: " none ") == .none)
  }

  @Test(arguments: ["time-shift", "time-shift:0", "time-shift:3:wrap", "noise:2", "amplitude:-1", "blur:1", "flip:2"])
  func otherTextIsRefused(_ text: String) {
    #expect(throws: TrainingError.self) { try AugmentationPipeline(parsing: text) }
  }

  @Test func theSameSeedAndEpochDrawTheSame() throws {
    let text = "time-shift:3,time-crop:0.4,amplitude:0.2,range-shift:2,noise:0.05,frame-drop:0.3"
    #expect(try Self.applied(text, epoch: 2) == Self.applied(text, epoch: 2))
    #expect(try Self.applied(text, epoch: 2) != Self.applied(text, epoch: 3))
    #expect(try Self.applied(text, seed: 4) != Self.applied(text, seed: 5))
  }

  @Test func shiftedFramesKeepTheirValuesAndKinds() throws {
    var shifts: Set<Int> = []
    for epoch in 0..<40 {
      let shifted = try Self.applied("time-shift:2", epoch: epoch)
      let kinds = try #require(shifted.frameKinds)
      // The last action frame stays inside whatever is drawn.
      let shift = try #require(kinds.lastIndex(of: .action)) - 2
      shifts.insert(shift)
      for index in 0..<5 {
        let source = index - shift
        if (0..<5).contains(source) {
          #expect(Self.frame(shifted, index) == Self.frame(Self.sequence, source))
          #expect(kinds[index] == Self.sequence.frameKinds?[source])
        } else {
          #expect(Self.frame(shifted, index).allSatisfy { $0 == 0 })
          #expect(kinds[index] == .padding)
        }
      }
    }
    #expect(shifts == [-2, -1, 0, 1, 2])
  }

  @Test func aCropNeverCutsTheAction() throws {
    var lengths: Set<Int> = []
    for epoch in 0..<60 {
      let cropped = try Self.applied("time-crop:1", epoch: epoch)
      let kinds = try #require(cropped.frameKinds)
      #expect(kinds.count { $0 == .action } == 2)
      let start = try #require(kinds.firstIndex(of: .action))
      #expect(Self.frame(cropped, start) == Self.frame(Self.sequence, 1))
      #expect(Self.frame(cropped, start + 1) == Self.frame(Self.sequence, 2))
      lengths.insert(5 - kinds.reversed().prefix { $0 == .padding }.count)
    }
    #expect(lengths.contains(2) && lengths.count > 1)
  }

  @Test func noiseRaisesRecordedFramesOnlyAndStaysInBounds() throws {
    for epoch in 0..<10 {
      let noisy = try Self.applied("noise:1", epoch: epoch)
      #expect(Self.frame(noisy, 4) == Self.frame(Self.sequence, 4))
      #expect(zip(noisy.input.scalars, Self.sequence.input.scalars).allSatisfy { $0 >= $1 && $0 <= 1 })
    }
  }

  @Test func lostFramesShowTheFrameBefore() throws {
    let dropped = try Self.applied("frame-drop:1")
    for index in 0..<4 { #expect(Self.frame(dropped, index) == Self.frame(Self.sequence, 0)) }
    #expect(Self.frame(dropped, 4) == Self.frame(Self.sequence, 4))
    #expect(dropped.frameKinds == Self.sequence.frameKinds)
  }

  @Test func rangeShiftsMoveRowsAndFillWithZeros() throws {
    for epoch in 0..<20 {
      let shifted = try Self.applied("range-shift:1", epoch: epoch).input.scalars
      let clean = Self.sequence.input.scalars
      let later = (0..<60).allSatisfy { shifted[$0] == ($0 % 6 < 2 ? 0 : clean[$0 - 2]) }
      let earlier = (0..<60).allSatisfy { shifted[$0] == ($0 % 6 >= 4 ? 0 : clean[$0 + 2]) }
      #expect(later || earlier || shifted == clean)
    }
  }

  @Test func imagesAndMasksTurnTogether() throws {
    let layout = ExampleLayout(
      shape: [1, 3, 3], axes: [.channel, .height, .width], bounds: 0...8, outputShape: [9, 3, 3])
    let image = Example(
      id: "i", input: Tensor(shape: [1, 3, 3], scalars: (0..<9).map(Float.init)),
      target: TrainingTarget(classes: Array(0..<9)))
    var seen: Set<[Int32]> = []
    for epoch in 0..<100 {
      let pipeline = try AugmentationPipeline(parsing: "flip,flip-vertical,rotate")
      let turned = pipeline.applied(to: image, layout: layout, seed: 1, epoch: epoch)
      #expect(turned.input.scalars.map { Int32($0) } == turned.target.classes)
      seen.insert(turned.target.classes)
    }
    #expect(seen.count == 8)
    #expect(seen.contains([2, 5, 8, 1, 4, 7, 0, 3, 6]))
  }

  @Test func anAugmentationWithoutItsAxisIsRefused() throws {
    #expect(throws: TrainingError.self) { try AugmentationPipeline(parsing: "rotate").check(Self.layout) }
    try AugmentationPipeline(parsing: "time-shift:2,range-shift:1").check(Self.layout)
  }
}
