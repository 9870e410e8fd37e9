import Radar
import Tensors
import TestSupport
import Testing

/// Real files; the numbers were computed with h5py 3.16 and numpy 2.4 from the same files.
@Suite struct SharedRecordingTests {
  private static let kkt = SharedMaterial.path("data/radar/kkt-gesture/originals_sample")
  private static let soli = SharedMaterial.path("data/radar/soli/0_0_0.h5")
  private static let acconeer = SharedMaterial.path("data/radar/acconeer-a121/data")

  private func sum(_ scalars: some Sequence<Float>) -> Double { scalars.reduce(0) { $0 + Double($1) } }

  struct KKTCase: Sendable {
    let className: String
    let sum: Double
    let maximum: Float
    /// [channel 0, range 30, doppler 16] of frames 0, 35 and 69.
    let pixels: [Float]
    let action: Range<Int>?
  }

  static let kktCases = [
    KKTCase(className: "Stone", sum: 708_777, maximum: 300, pixels: [65, 77, 23], action: 16..<56),
    KKTCase(className: "Swing_Left", sum: 960_378, maximum: 298, pixels: [18, 11, 5], action: 22..<46),
    KKTCase(className: "Swing_Right", sum: 776_766, maximum: 328, pixels: [16, 11, 22], action: 24..<62),
    KKTCase(className: "background", sum: 753_155, maximum: 445, pixels: [311, 264, 231], action: nil),
  ]

  @Test(.enabled(if: kkt != nil, "the KKT recordings are not here"), arguments: kktCases)
  func aRealKKTRecordingIsRead(_ expected: KKTCase) throws {
    let folder = try RecordingFolder(path: try #require(Self.kkt))
    let entry = try #require(try folder.entries().first { $0.className == expected.className })
    let recording = try Recording(contentsOf: entry.path)
    #expect(recording.frames.shape == [2, 70, 32, 32])
    #expect(sum(recording.frames.scalars) == expected.sum)
    #expect(recording.facts.stored.maximum == expected.maximum)
    #expect(recording.facts.stored.areIntegers)
    let pixels = [0, 35, 69].map { frame in recording.frames.scalars[(frame * 32 + 30) * 32 + 16] }
    #expect(pixels == expected.pixels)
    let action = try #require(recording.isAction).enumerated().filter(\.element).map(\.offset)
    #expect(action == Array(expected.action ?? 0..<0))
  }

  @Test(.enabled(if: kkt != nil, "the KKT recordings are not here"))
  func aRealRecordingBecomesTheInputOfItsModel() throws {
    let names = ["background", "Stone", "Swing_Left", "Swing_Right"]
    let folder = try RecordingFolder(path: try #require(Self.kkt), classNames: names)
    let entry = try folder.entries()[1]
    #expect(entry.id == "Stone/ThirdGesture_0001_2024_07_28_18_12_17.h5")
    #expect(entry.classIndex == 1)
    let transform = try ValueTransform("log1p:724")
    let sample = try SamplePreparation(framing: Framing(frameCount: 70), transform: transform).sample(entry)
    #expect(sample.input.shape == [2, 70, 32, 32])
    #expect(abs(sum(sample.input.scalars) - 23537.215) < 0.05)
    #expect(abs(sample.input.scalars[(35 * 32 + 30) * 32 + 16] - 0.6614934) < 1e-6)
    #expect(sample.frameKinds.count { $0 == .action } == 40)
    #expect(try sample.roundedToStoredValues(sample.input) == sample.input)
  }

  @Test(.enabled(if: soli != nil, "the Soli recording is not here"))
  func aRealSoliRecordingIsRead() throws {
    let recording = try Recording(contentsOf: try #require(Self.soli))
    #expect(recording.frames.shape == [4, 68, 32, 32])
    let sums = (0..<4).map { sum(recording.frames.sample($0).scalars) }
    for (mine, theirs) in zip(sums, [405.1072606651578, 271.8312810859643, 230.02810555091128, 301.0680818557889]) {
      #expect(abs(mine - theirs) < 1e-6)
    }
    // Frame 33 of channel 1, range 2: doppler 15 and 16.
    let frame = recording.frames.sample(1).sample(33).scalars
    #expect(Array(frame[79...80]) == [0.7103385329246521, 1])
    #expect(recording.facts.storedLabel == 0)
  }

  @Test(.enabled(if: acconeer != nil, "the Acconeer recordings are not here"))
  func aRealAcconeerRecordingBecomesItsSpectrum() throws {
    let recording = try Recording(contentsOf: try #require(Self.acconeer) + "/conf.h5")
    #expect(recording.frames.shape == [1, 57, 6, 16])
    #expect(abs(sum(recording.frames.scalars) - 128138.35041598184) < 0.1)
    let expected: [Float] = [
      31.0926314, 4.267888, 12.25779009, 24.70337523, 25.13557686, 11.06940639, 41.62378949, 47.81449566, 5.7534934,
      30.40051134, 21.34046455, 8.38587326, 19.81799715, 13.60258946, 27.99152909, 52.28813793,
    ]
    let tenth = recording.frames.sample(0).sample(10).sample(3).scalars
    #expect(zip(tenth, expected).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(abs((recording.facts.frameRate ?? 0) - 55.80351582) < 1e-6)
  }

  @Test(.enabled(if: acconeer != nil, "the Acconeer recordings are not here"))
  func aLongAcconeerRecordingIsReadWhole() throws {
    let folder = try RecordingFolder(path: try #require(Self.acconeer))
    #expect(folder.classes.map(\.name) == ["tap_in", "wiggle"])
    let recording = try Recording(contentsOf: folder.classes[0].paths[0])
    #expect(recording.frames.shape == [1, 4512, 6, 16])
    #expect(abs(sum(recording.frames.scalars) / 12971821.941460691 - 1) < 1e-6)
    #expect(abs(recording.facts.stored.maximum - 1896.0597) < 0.01)
    #expect(abs((recording.facts.frameRate ?? 0) - 56.72518788) < 1e-6)
  }
}
