import Foundation
import Images
import Segmentation
import Tensors
import TestSupport
import Testing

@Suite struct SyntheticLesionFolderTests {
  private func set(_ count: Int, seed: UInt64 = 3) throws -> SyntheticLesionFolder {
    try SyntheticLesionFolder(count: count, seed: seed, settings: SkinSettings(size: 40))
  }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  @Test func theFolderIsReadWithoutFurtherWords() throws {
    let folder = try TemporaryFolder()
    try set(3).write(to: folder.path)
    let dataset = try SegmentationDataset(ImageMaskFolder(at: folder.path))
    #expect(dataset.ids == ["lesion_0001", "lesion_0002", "lesion_0003"])
    let sample = try dataset.sample(id: "lesion_0002")
    #expect(sample.image.shape == [3, 40, 40])
    #expect(try sample.truth == set(3).lesion(1).mask)
    #expect(sample.coding == .twoValues(background: 0, foreground: 255))
  }

  @Test func aLargerSetBeginsAlikeAndAnOlderOneIsReplacedWhenAskedTo() throws {
    let (small, large) = (try TemporaryFolder(), try TemporaryFolder())
    try set(2).write(to: small.path)
    try set(3).write(to: large.path)
    for name in ["images/lesion_0002.png", "masks/lesion_0002.png"] {
      #expect(try bytes(small.file(name)) == bytes(large.file(name)))
    }
    #expect(throws: SegmentationError.self) { try set(2).write(to: large.path) }
    try set(2).write(to: large.path, replacesOlder: true)
    #expect(try bytes(small.file("skin.json")) == bytes(large.file("skin.json")))
    #expect(try FileManager.default.contentsOfDirectory(atPath: large.file("images")).count == 2)
  }

  @Test func eyesAreNoLesionsToReplace() throws {
    let folder = try TemporaryFolder()
    try SyntheticFundusFolder(count: 1, seed: 1, settings: FundusSettings(size: 32)).write(to: folder.path)
    let error = #expect(throws: SegmentationError.self) { try set(1).write(to: folder.path, replacesOlder: true) }
    #expect(error?.what == "the folder holds other files")
  }

  @Test(arguments: [0, -1, 10_000])
  func countsOutOfRangeAreRefused(count: Int) {
    #expect(throws: SegmentationError.self) { try set(count) }
  }

  /// The set that is part of the repository is what its README says makes it.
  ///
  /// Another machine's mathematics library may round a sample to the neighbouring level.
  @Test func theEmbeddedSetIsMadeAgain() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let embedded = try SegmentationDataset(ImageMaskFolder(at: root + "/datasets/skin-default"))
    let made = try SyntheticLesionFolder(count: 12, seed: 1, settings: SkinSettings(size: 128))
    #expect(embedded.ids == (0..<12).map { made.lesion($0).id })
    for index in 0..<12 {
      let (stored, lesion) = (try embedded.sample(embedded.pairs[index]), made.lesion(index))
      #expect(stored.truth == lesion.mask, "\(lesion.id)")
      let differences = zip(stored.image.scalars, lesion.image.tensor().tensor.scalars).map { abs($0 - $1) }
      #expect(differences.allSatisfy { $0 < 1.5 / 255 }, "\(lesion.id)")
      #expect(differences.count { $0 > 0 } < 20, "\(lesion.id)")
    }
  }
}
