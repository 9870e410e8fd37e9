import Radar
import Tensors
import TestSupport
import Testing

@Suite struct ActionSourceTests {
  /// Two channels; frame t of the first holds `levels[t]` everywhere, of the second always 9 unless the level is 0.
  private func recording(_ levels: [Float], isAction: [Bool]? = nil) throws -> Recording {
    let first = levels.flatMap { [$0, $0] }
    let second: [Float] = levels.flatMap { [$0 == 0 ? 0 : 9, 0] }
    return try Recording(
      array: Tensor(shape: [2, levels.count, 1, 2], scalars: first + second), axes: Recording.axes,
      path: "made", isAction: isAction)
  }

  private func kinds(_ levels: [Float], _ source: String) throws -> String {
    try recording(levels).markingAction(from: ActionSource(source)).frameKinds.map { String($0.rawValue.prefix(1)) }
      .joined()
  }

  /// Energies 1, 16, 64, 100, 36, 25, 9, 1; half of them is 50, a quarter 25.
  @Test func energyMarksRunsThatBeginHighAndEndLow() throws {
    let levels: [Float] = [1, 4, 8, 10, 6, 5, 3, 1]
    #expect(try kinds(levels, "energy:0.5") == "iiaaaaii")
    #expect(try kinds(levels, "energy:1") == "iiaaiiii")
    #expect(try kinds(levels, "energy:0.32") == "iaaaaaii")
    #expect(try kinds(levels, "energy:0.02") == "aaaaaaaa")
  }

  @Test func onlyTheFirstChannelCounts() throws {
    #expect(try kinds([1, 1, 9, 1], "energy") == "iiai")
  }

  @Test func aSilentRecordingHasNoGesture() throws {
    #expect(try kinds([0, 0], "energy") == "ii")
  }

  @Test(
    arguments: [
      ([1, 2, 3, 0, 0], "aaapp"), ([0, 0, 1, 2], "ppaa"), ([0, 1, 0, 2, 0], "paaap"), ([1, 2, 3, 3, 3], "aaapp"),
      ([1, 1, 2, 3], "paaa"), ([1, 2, 2, 3], "aaaa"), ([2, 2, 2], "app"), ([0, 0, 0], "ppp"), ([1, 3, 3, 0], "aaap"),
      ([5], "a"),
    ] as [([Float], String)]) func paddingIsFoundInTheFramesThemselves(_ levels: [Float], _ expected: String) throws
  {
    #expect(try kinds(levels, "padding") == expected)
  }

  /// Zeros in one channel alone are no padding.
  @Test func everyChannelMustBePadded() throws {
    let array = Tensor(shape: [2, 2, 1, 1], scalars: [1, 0, 1, 1])
    let recording = try Recording(array: array, axes: Recording.axes, path: "made")
    #expect(recording.markingAction(from: .padding).frameKinds == [.action, .action])
  }

  @Test func labelsStayAndOthersReplaceThem() throws {
    let marked = try recording([1, 2, 0], isAction: [false, true, false])
    #expect(marked.markingAction(from: .label) == marked)
    let found = marked.markingAction(from: .padding)
    #expect(found.frameKinds == [.action, .action, .padding])
    #expect(found.facts.notes.last?.hasPrefix("1 of 3 frames are padding in the file") == true)
  }

  @Test func framingKeepsWhatWasFoundToBePadding() throws {
    let sequence = try Framing(frameCount: 5).framed(recording([1, 2, 0]).markingAction(from: .padding))
    #expect(sequence.frameKinds == [.action, .action, .padding, .padding, .padding])
  }

  @Test(arguments: ["label", "padding", "energy:0.25"]) func aSourceAndItsTextAreTheSameThing(_ text: String) throws {
    #expect(try ActionSource(text).description == text)
  }

  @Test(arguments: ["", "energy:0", "energy:2", "energy:x", "energy:0.1:2", "labels", "padding:1"])
  func nonsenseIsRefused(_ text: String) {
    #expect(throws: RadarError.self) { try ActionSource(text) }
  }
}
