import Foundation
import HDF5
import Radar
import Tensors
import TestSupport
import Testing

/// Damaged recordings give an error or a recording of finite values, never anything else.
@Suite struct RecordingMutationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func readMutations(of path: String, _ count: Int, seed: UInt64 = 1) throws {
    let mutations = FileMutations(of: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), seed: seed)
    let mutated = folder.file("mutated.h5")
    for index in 0..<count {
      try Data(mutations.mutated(index)).write(to: URL(fileURLWithPath: mutated))
      do {
        let recording = try Recording(contentsOf: mutated, processorSeconds: 1)
        let isFinite = recording.frames.scalars.allSatisfy { $0.isFinite }
        #expect(isFinite, "mutation \(index)")
      } catch {
        #expect(error is HDF5Error || error is RadarError, "mutation \(index): \(error)")
      }
    }
  }

  @Test func damagedKKTFilesAreSurvived() throws {
    try RecordingLayouts.writeKKT(folder.file("a.h5"))
    try readMutations(of: folder.file("a.h5"), 220)
  }

  @Test func damagedSoliFilesAreSurvived() throws {
    try RecordingLayouts.writeSoli(folder.file("a.h5"))
    try readMutations(of: folder.file("a.h5"), 220)
  }

  @Test func damagedAcconeerFilesAreSurvived() throws {
    let sweeps = Tensor(shape: [5, 8, 2, 2], scalars: (0..<160).map { Float($0 % 17) })
    try RecordingLayouts.writeAcconeer(folder.file("a.h5"), sweeps: sweeps)
    try readMutations(of: folder.file("a.h5"), 220)
  }

  private static let real = SharedMaterial.path("data/radar/acconeer-a121/data/conf.h5")

  @Test(.enabled(if: real != nil, "the Acconeer recordings are not here"))
  func damagedRealFilesAreSurvived() throws {
    try readMutations(of: try #require(Self.real), 60, seed: 2)
  }
}
