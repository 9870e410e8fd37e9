import Foundation
import HDF5
import Radar
import Tensors
import TestSupport
import Testing

@Suite struct SoliWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sequence(_ type: HDF5NumberType = .uint8) -> StoredSequence {
    StoredSequence(
      channels: Tensor(shape: [2, 3, 2, 4], scalars: (0..<48).map { Float($0 * 5) }), numberType: type, label: 3,
      className: "swipe-left", isAction: [false, true, false], subject: 3, session: 1, instance: 7, frameRate: 33.25,
      units: "log magnitude", channelNames: ["magnitude", "phase"])
  }

  private func error(of write: () throws -> Void) -> RadarError? { #expect(throws: RadarError.self) { try write() } }

  @Test(arguments: [HDF5NumberType.uint8, .uint16, .float16, .float32])
  func whatIsWrittenIsReadAgain(_ type: HDF5NumberType) throws {
    let (written, path) = (sequence(type), folder.file("a.h5"))
    try SoliWriter.write(written, to: path)
    let recording = try Recording(contentsOf: path)
    #expect(recording.frames == written.channels)
    #expect(recording.isAction == written.isAction)
    #expect(recording.facts.origin == RecordingOrigin(subject: 3, session: 1, instance: 7))
    #expect(recording.facts.storedLabel == 3)
    #expect(recording.facts.frameRate == 33.25)
    #expect(recording.facts.channelNames == ["magnitude", "phase"])
    #expect(recording.facts.units == "log magnitude")
    #expect(recording.facts.stored.type.description == type.rawValue)
    #expect(recording.facts.notes.isEmpty)
  }

  @Test func theSameSequenceGivesTheSameBytes() throws {
    try SoliWriter.write(sequence(), to: folder.file("a.h5"))
    try SoliWriter.write(sequence(), to: folder.file("b.h5"))
    let bytes = try ["a.h5", "b.h5"].map { try Data(contentsOf: URL(fileURLWithPath: folder.file($0))) }
    #expect(bytes[0] == bytes[1])
    #expect(!bytes[0].isEmpty)
  }

  @Test func filesArePackedAndTyped() throws {
    try SoliWriter.write(sequence(), to: folder.file("a.h5"))
    let file = try HDF5File(reading: folder.file("a.h5"))
    #expect(try file.dataset("ch1")?.shape == [3, 8])
    #expect(try file.dataset("ch1")?.filters.map(\.name) == ["shuffle", "deflate"])
    #expect(try file.dataset("label")?.type == .integer(bits: 32, signed: true))
    #expect(try file.dataset("action")?.type == .integer(bits: 8, signed: false))
    let attributes = try file.attributes(of: "/")
    #expect(
      attributes.map(\.name).sorted() == [
        "channels", "class", "doppler_bins", "fps", "instance", "range_bins", "session", "subject", "units",
      ])
    #expect(attributes.first { $0.name == "class" }?.text == "swipe-left")
    #expect(attributes.first { $0.name == "subject" }?.type == .integer(bits: 64, signed: true))
  }

  @Test func whatIsNotKnownIsLeftOut() throws {
    let plain = StoredSequence(channels: Tensor(shape: [1, 2, 2, 2]), label: 0, className: "x")
    try SoliWriter.write(plain, to: folder.file("a.h5"))
    let recording = try Recording(contentsOf: folder.file("a.h5"))
    #expect(recording.isAction == nil)
    #expect(recording.facts.origin == .unknown)
    #expect(recording.facts.frameRate == nil)
  }

  @Test func aSequenceKnowsItsPlaceInAFolder() {
    #expect(sequence().relativePath == "swipe-left/s03_1_007.h5")
  }

  @Test func whatTheTypeCannotHoldIsRefusedWithItsPlace() {
    var wrong = sequence()
    wrong.channels.withMutableScalars { $0[24 + 8 + 4 + 1] = 256 }
    let path = folder.file("a.h5")
    #expect(
      error { try SoliWriter.write(wrong, to: path) }?.problem
        == "the value 256.0 at channel 1, time 1, range 1, doppler 1 cannot be stored as uint8")
    wrong.channels.withMutableScalars { $0[37] = .nan }
    #expect(error { try SoliWriter.write(wrong, to: path) } != nil)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func contradictionsAreRefused() {
    var (flags, names, empty, label) = (sequence(), sequence(), sequence(), sequence())
    flags.isAction = [true]
    names.channelNames = ["one"]
    empty.channels = Tensor(shape: [1, 0, 2, 2])
    label.label = .max
    for wrong in [flags, names, empty, label] {
      #expect(error { try SoliWriter.write(wrong, to: folder.file("a.h5")) } != nil)
    }
  }

  @Test func wrongActionFlagsAreAnErrorWhenRead() throws {
    let path = folder.file("a.h5")
    let writer = try HDF5Writer(creating: path)
    try writer.write(Tensor(shape: [2, 4]), to: "ch0", as: .uint8)
    try writer.write(bytes: [0, 1, 1], shape: [3, 1], to: "action")
    try writer.close()
    #expect(
      error { _ = try Recording(contentsOf: path) }?.problem == "'action' is [3, 1] of uint8 for 2 frames")
  }
}
