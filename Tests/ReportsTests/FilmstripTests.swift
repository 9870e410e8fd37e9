import Reports
import Tensors
import Testing

@Suite struct FilmstripTests {
  private func strip(amount: Float, heat: Tensor = Tensor(repeating: 1, shape: [4, 2, 2])) throws -> Filmstrip {
    let clean = Tensor(repeating: 0.5, shape: [2, 4, 3, 3])
    let layout = try #require(SequenceLayout(shape: clean.shape, axes: []))
    return Filmstrip(
      clean: clean, adversarial: clean.map { $0 + amount }, heatMaps: [("Grad-CAM before", heat)], layout: layout,
      kinds: [.idle, .action, .action, .padding], bounds: 0...2)
  }

  @Test func rowsFollowTheChannels() throws {
    let strip = try strip(amount: 0.25)
    #expect(
      strip.rows.map(\.label) == [
        "clean, channel 0", "adversarial, channel 0", "perturbation, channel 0", "clean, channel 1",
        "adversarial, channel 1", "perturbation, channel 1", "Grad-CAM before",
      ])
    #expect(strip.rows.allSatisfy { $0.frames.count == 4 && $0.frames[0].width == 3 })
  }

  @Test func theAmplificationIsTheWidthOfTheBoundsOverTheLargestChange() throws {
    #expect(try strip(amount: 0.25).amplification == 8)
    #expect(try strip(amount: 0).amplification == nil)
  }

  @Test(arguments: [[4], [2, 2], [2, 5, 5], [1, 1, 1, 1], [0, 2, 2]])
  func heatMapsOfOtherShapesAreFittedOrLeftOut(shape: [Int]) throws {
    let strip = try strip(amount: 0.1, heat: Tensor(repeating: 1, shape: shape))
    #expect(strip.rows.contains { $0.label == "Grad-CAM before" } == (shape.count <= 3 && shape.product > 0))
  }

  @Test func montagesHoldEveryFrame() throws {
    var montage = FilmstripMontage(try strip(amount: 0.1), title: "a title with Ünïcode \u{202E}")
    let oneLine = montage.raster.height
    montage.framesPerLine = 2
    #expect(montage.raster.height > oneLine)
  }

  @Test func representativeFramesHoldEndsChangesAndPeaks() {
    let kinds =
      [FrameKind](repeating: .idle, count: 21) + [FrameKind](repeating: .action, count: 30)
      + [FrameKind](repeating: .padding, count: 19)
    let frames = FrameSelection.representative(count: 70, kinds: kinds, peaks: [33, 40, 99], limit: 16)
    #expect(frames.count == 16 && frames == frames.sorted() && Set(frames).count == 16)
    for frame in [0, 21, 33, 40, 51, 69] { #expect(frames.contains(frame)) }
    #expect(zip(frames, frames.dropFirst()).allSatisfy { $1 - $0 <= 8 })
  }

  @Test func shortSequencesAreShownWhole() {
    #expect(FrameSelection.representative(count: 5) == [0, 1, 2, 3, 4])
    #expect(FrameSelection.representative(count: 0).isEmpty)
    let flicker = (0..<200).map { $0.isMultiple(of: 2) ? FrameKind.action : .idle }
    #expect(FrameSelection.representative(count: 200, kinds: flicker).count == 16)
  }

  @Test func peaksIgnoreWhatIsNotANumber() {
    #expect(FrameSelection.peak(of: [.nan, 1, 3, 2, .infinity]) == 2)
    #expect(FrameSelection.peak(of: [.nan]) == nil)
  }
}
