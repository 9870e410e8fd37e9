import Foundation
import Radar
import Tensors
import TestSupport
import Testing

@Suite struct ArrayRecordingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func counting(_ shape: [Int]) -> Tensor {
    Tensor(shape: shape, scalars: (0..<shape.product).map { Float($0) })
  }

  private func write(_ tensor: Tensor, _ name: String = "a.npy") throws -> String {
    try tensor.writeNPY(to: folder.file(name))
    return folder.file(name)
  }

  private func writeArchive(_ arrays: [(String, Tensor)]) throws -> String {
    let path = folder.file("a.npz")
    var writer = NPZWriter()
    for (name, tensor) in arrays { try writer.add(tensor, named: name) }
    try writer.write(to: path)
    return path
  }

  private func error(_ path: String, _ options: ReadingOptions = ReadingOptions()) -> RadarError? {
    #expect(throws: RadarError.self) { try Recording(contentsOf: path, options: options) }
  }

  @Test(arguments: [
    ([5, 4, 4], [1, 5, 4, 4], "time, range, doppler"), ([4, 4, 5], [1, 5, 4, 4], "range, doppler, time"),
    ([7, 6, 5], [1, 7, 6, 5], "time, range, doppler"), ([2, 9, 6, 5], [2, 9, 6, 5], "channel, time, range, doppler"),
    ([9, 6, 5, 2], [2, 9, 6, 5], "time, range, doppler, channel"),
    ([2, 6, 6, 9], [2, 9, 6, 6], "channel, range, doppler, time"),
  ]) func axesAreConcludedFromTheExtentsAndSaid(_ shape: [Int], _ frames: [Int], _ axes: String) throws {
    let recording = try Recording(contentsOf: write(counting(shape)))
    #expect(recording.frames.shape == frames)
    #expect(
      recording.facts.notes.first
        == "axes \(axes) concluded from the extents; name them with --array-axes if that is wrong")
    #expect(recording.facts.stored.description.hasPrefix("float32, whole numbers, 0.0...") == true)
  }

  @Test(arguments: [[4], [4, 5], [3, 3, 4, 5], [6, 7, 8, 9], [1, 2, 3, 4, 5]])
  func extentsThatDoNotTellAreAnError(_ shape: [Int]) throws {
    let problem = error(try write(counting(shape)))?.problem
    #expect(problem == "which axes the array \(shape) has cannot be told from its extents")
  }

  @Test func toldAxesCount() throws {
    let path = try write(counting([2, 3, 4]))
    let recording = try Recording(contentsOf: path, options: ReadingOptions(arrayAxes: [.range, .time, .doppler]))
    #expect(recording.frames.shape == [1, 3, 2, 4])
    // Time 2, range 1, doppler 3 was [1, 2, 3].
    #expect(recording.frames.scalars[2 * 8 + 4 + 3] == 23)
    for axes in [[.range, .time], [.range, .range, .time], [.height, .range, .time], [.chirp, .range, .time]]
      as [[Axis]]
    {
      #expect(error(path, ReadingOptions(arrayAxes: axes))?.place == path)
    }
  }

  @Test func complexMapsBecomeMagnitudes() throws {
    let path = folder.file("a.npy")
    try RawFiles.npy(complex: [(3, 4), (0, -2), (1, 0), (0, 0)], [1, 2, 2]).write(to: URL(fileURLWithPath: path))
    let recording = try Recording(contentsOf: path, options: ReadingOptions(arrayAxes: [.time, .range, .doppler]))
    #expect(recording.frames.scalars == [5, 2, 1, 0])
    #expect(error(path)?.problem.hasPrefix("the array [1, 2, 2] is complex: its axes decide") == true)
  }

  @Test func arraysOfAnArchiveAreChannels() throws {
    let magnitude = counting([3, 4, 5])
    let path = try writeArchive([
      ("magnitude", magnitude), ("phase", magnitude.map { -$0 }), ("action", Tensor(shape: [3], scalars: [0, 1, 1])),
      ("label", Tensor(scalar: 4)),
    ])
    let recording = try Recording(contentsOf: path)
    #expect(recording.frames.shape == [2, 3, 4, 5])
    #expect(recording.facts.channelNames == ["magnitude", "phase"])
    #expect(recording.frames.sample(1).scalars.last == -59)
    #expect(recording.isAction == [false, true, true])
    #expect(!recording.facts.notes.contains { $0.hasSuffix("every frame counts as action") })
  }

  @Test func unequalArraysOfAnArchiveAreAnError() throws {
    let path = try writeArchive([("magnitude", counting([3, 4, 5])), ("phase", counting([3, 4, 4]))])
    #expect(error(path)?.problem == "'magnitude' is [3, 4, 5], 'phase' [3, 4, 4]")
    let flags = try writeArchive([("x", counting([3, 4, 5])), ("action", Tensor(shape: [2], scalars: [0, 1]))])
    #expect(error(flags)?.problem.hasPrefix("'action' has 2 numbers for 3 frames") == true)
    let none = try writeArchive([("label", Tensor(scalar: 4))])
    #expect(error(none)?.problem == "no array is a recording: found label []")
  }

  @Test func valuesThatAreNoNumbersAreNamed() throws {
    var wrong = counting([3, 4, 5])
    wrong.withMutableScalars { $0[20] = .infinity }
    #expect(error(try write(wrong))?.problem == "'array' holds inf at index [1, 0, 0]")
  }

  @Test func rawSamplesNeedTheirAxes() throws {
    // 4 chirps, 2 receivers, 8 samples of a tone at bin 1, as unsigned numbers in both parts.
    let numbers = (0..<64).map { index -> (Double, Double) in
      let angle = 2 * Double.pi * Double(index % 8) / 8
      func unsigned(_ value: Double) -> Double { value.rounded() < 0 ? value.rounded() + 65_536 : value.rounded() }
      return (unsigned(1000 * cos(angle)), unsigned(1000 * sin(angle)))
    }
    let path = folder.file("adc.npy")
    try RawFiles.npy(complex: numbers, [4, 2, 8]).write(to: URL(fileURLWithPath: path))
    let chain = RangeDopplerChain(
      removesFrameMean: false, clutterFilter: .none, removesChirpMean: false, rangeWindow: .rectangular,
      dopplerWindow: .rectangular, rangePadding: 1, dopplerPadding: 1, rowCount: nil, columnCount: nil)
    let options = ReadingOptions(arrayAxes: [.chirp, .receiver, .sample], chain: chain)
    let recording = try Recording(contentsOf: path, options: options)
    #expect(recording.frames.shape == [1, 1, 8, 4])
    #expect(abs(recording.frames.scalars[1 * 4 + 2] - 1000) < 1)
    #expect(recording.frames.scalars.count { $0 > 2 } == 1)
    #expect(recording.facts.notes.contains { $0.contains("taken for negative") })
    #expect(!recording.facts.notes.contains { $0.contains("try --swap-iq") })
    var swapping = options
    swapping.swapsIQ = true
    #expect(try Recording(contentsOf: path, options: swapping).facts.notes.contains { $0.contains("try --swap-iq") })
  }

  @Test func namesOfFilesTellTheClass() throws {
    for name in ["swipe-left_001.npy", "swipe-left_2.npy", "thumb_up_7.npz", "notes.npy", "_3.npy"] {
      try Data().write(to: URL(fileURLWithPath: folder.file(name)))
    }
    let classes = try RecordingFolder(path: folder.path).classes
    #expect(classes.map(\.name) == ["swipe-left", "thumb_up"])
    #expect(classes.map(\.paths.count) == [2, 1])
  }

  /// OpenRadar's frames; the maps' maxima were computed with numpy (`generate_adc_maps.py`).
  @Test(.enabled(if: SharedMaterial.path("data/radar/openradar-adc") != nil, "the OpenRadar frames are not here"))
  func realConverterSamplesAreRead() throws {
    let data = try #require(SharedMaterial.path("data/radar/openradar-adc"))
    let chain = RangeDopplerChain(
      removesFrameMean: false, clutterFilter: .none, removesChirpMean: false, rangeWindow: .rectangular,
      dopplerWindow: .rectangular, rangePadding: 1, dopplerPadding: 1, rowCount: nil, columnCount: nil)
    let options = ReadingOptions(arrayAxes: [.chirp, .receiver, .sample], chain: chain)
    let recording = try Recording(contentsOf: "\(data)/doppler_example_1.npy", options: options)
    #expect(recording.frames.shape == [1, 1, 128, 128])
    let maximum = recording.frames.scalars.max() ?? 0
    #expect(abs(maximum / ADCGolden.maximum - 1) < 1e-4)
    #expect(recording.frames.scalars.firstIndex(of: maximum) == ADCGolden.row * 128 + ADCGolden.column)
  }
}
