import Foundation
import HDF5
import Tensors
import TestSupport
import Testing

/// `chaff inspect` on radar files, and what bad data gets.
@Suite struct RadarDataTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func place(_ name: String) throws -> String {
    let url = URL(fileURLWithPath: folder.file(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return url.path
  }

  private func writeSoli(_ name: String, width: Int = 16) throws {
    let writer = try HDF5Writer(creating: place(name))
    for channel in ["ch0", "ch1"] {
      let scalars = (0..<3 * width).map { Float($0 % 7) }
      try writer.write(Tensor(shape: [3, width], scalars: scalars), to: channel, as: .uint8)
    }
    try writer.write(bytes: [0, 1, 0], shape: [3, 1], to: "action")
    try writer.close()
  }

  private func expectRefusal(_ words: String, _ arguments: String...) throws {
    let process = try ChaffProcess(arguments)
    #expect(process.status == 1)
    #expect(process.error.contains(words), "\(process.error)")
  }

  @Test func inspectShowsOriginActionAndAFilmstrip() throws {
    try writeSoli("wave/s03_1_007.h5")
    let picture = folder.file("frames.png")
    let process = try ChaffProcess("inspect", folder.file("wave/s03_1_007.h5"), "--filmstrip", picture)
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("channel 2, time 3, range 4, doppler 4"))
    #expect(process.output.contains("subject 3, session 1, instance 7"))
    #expect(process.output.contains("frames 1 (1 of 3)"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: picture))
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    try expectRefusal("exists already", "inspect", folder.file("wave/s03_1_007.h5"), "--filmstrip", picture)
    try expectRefusal("this is a folder", "inspect", folder.path, "--filmstrip", folder.file("b.png"))
  }

  @Test func inspectTellsTheAxesOfArrays() throws {
    let path = try place("a.npy")
    try Tensor(shape: [7, 4, 5], scalars: (0..<140).map { Float($0) }).writeNPY(to: path)
    #expect(try ChaffProcess("inspect", path).output.contains("axes time, range, doppler, by the extents"))
    let told = try ChaffProcess("inspect", path, "--array-axes", "doppler,time,range")
    #expect(told.output.contains("channel 1, time 4, range 5, doppler 7"), "\(told.output)\(told.error)")
    try expectRefusal("2 axes are named", "inspect", path, "--array-axes", "time,range")
  }

  /// A tone at a negative beat frequency: what exchanged I and Q look like.
  @Test func inspectNoticesExchangedIAndQ() throws {
    let configuration = """
      dfeDataOutputMode 1
      channelCfg 1 1 0
      adcCfg 2 1
      adcbufCfg -1 0 0 1 1
      profileCfg 0 60 7 3 24 0 0 166 1 8 2000 0 0 158
      chirpCfg 0 0 0 0 0 0 0 1
      frameCfg 0 0 4 0 100 1 0
      """
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: place("radar.cfg")))
    // I I Q Q of cos and −sin, a quarter turn from sample to sample.
    let chirp: [Int16] = [1000, 0, 0, -1000, -1000, 0, 0, 1000]
    let numbers = (0..<2 * 4 * 2).flatMap { _ in chirp }
    let bytes = numbers.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    let path = try place("adc_data.bin")
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let process = try ChaffProcess("inspect", path)
    #expect(process.output.contains("try --swap-iq"), "\(process.output)\(process.error)")
    #expect(try !ChaffProcess("inspect", path, "--swap-iq").output.contains("try --swap-iq"))
    let shown = try ChaffProcess("inspect", folder.file("radar.cfg"))
    #expect(shown.output.contains("transmitters 1 × receivers 1 × chirps 4 × samples 8, complex"), "\(shown.error)")
    try Data(bytes.dropLast(5)).write(to: URL(fileURLWithPath: path))
    try expectRefusal("the file holds 251 bytes, a frame of 'radar.cfg' takes 128", "inspect", path)
  }

  @Test func anEmptyClassFolderIsAnError() throws {
    try writeSoli("wave/s03_1_007.h5")
    try FileManager.default.createDirectory(atPath: folder.file("push"), withIntermediateDirectories: true)
    try expectRefusal("the folder 'push' is empty", "inspect", folder.path)
  }

  @Test func recordingsOfUnequalShapesAreAnError() throws {
    try writeSoli("wave/s03_1_007.h5")
    try writeSoli("push/s03_1_007.h5", width: 25)
    try expectRefusal(
      "recordings differ in channel, range and doppler: [2, 4, 4], [2, 5, 5]", "inspect", folder.path)
  }

  @Test func aFolderShowsItsSubjects() throws {
    for name in ["wave/s03_1_007.h5", "wave/s04_0_001.h5", "push/s03_1_007.h5"] { try writeSoli(name) }
    let process = try ChaffProcess("inspect", folder.path)
    #expect(process.status == 0, "\(process.error)")
    #expect(process.output.contains("3 (2), 4 (1)"), "\(process.output)")
  }

  @Test(.enabled(if: SharedMaterial.path("models/kkt3d/kkt3d.onnx") != nil, "needs the shared model"))
  func unknownClassesAndEmptySelectionsAreErrors() throws {
    let model = try #require(SharedMaterial.path("models/kkt3d/kkt3d.onnx"))
    for name in ["push", "wave", "fist", "other"] { try writeSoli("\(name)/s03_1_007.h5") }
    func score(_ classes: String, _ selection: String) -> [String] {
      ["score", "radar", model, "--data", folder.path, "--classes", classes, "--recordings", selection]
    }
    let unknown = try ChaffProcess(score("push,wave,fist,clap", "all"))
    #expect(unknown.error.contains("there is no class 'clap'; there are fist, other, push, wave"), "\(unknown.error)")
    let empty = try ChaffProcess(score("push,wave,fist,other", "subject:9"))
    #expect(empty.error.contains("recordings of each subject: 3: 4"), "\(empty.error)")
    let nonsense = try ChaffProcess(score("push,wave,fist,other", "subject:x"))
    #expect(nonsense.error.contains("'x' is no number"), "\(nonsense.error)")
  }
}
