import Images
import Segmentation
import Tensors
import TestSupport
import Testing

@Suite struct SegmentationDatasetTests {
  @Test func aSampleKnowsWhereItComesFrom() throws {
    let folder = try TemporaryFolder()
    let header = ImageHeader(width: 2, height: 1, colour: .greyAlpha, bitDepth: 16)
    try Image(header: header, samples: .words([0, 9, 65535, 9])).writePNG(to: folder.file("a.png"))
    try Image(width: 2, height: 1, colour: .grey, bytes: [0, 255]).writePNG(to: folder.file("a_m.png"))
    let dataset = try SegmentationDataset(ImageMaskFolder(at: folder.path), channels: .rgb)
    #expect(dataset.ids == ["a"])
    let sample = try dataset.sample(dataset.pairs[0])
    #expect(sample.image == Tensor(shape: [3, 1, 2], scalars: [0, 1, 0, 1, 0, 1]))
    #expect(sample.truth == drawn([".1"]))
    #expect(sample.coding == .twoValues(background: 0, foreground: 255))
    #expect(sample.notes.count == 2)
    #expect(sample.quantisationStep == Float(1) / 65535)
  }

  @Test func aMaskOfAnotherSizeIsRefused() throws {
    let folder = try TemporaryFolder()
    try Image(width: 2, height: 1, colour: .grey, bytes: [0, 9]).writePNG(to: folder.file("a.png"))
    try Image(width: 1, height: 2, colour: .grey, bytes: [0, 255]).writePNG(to: folder.file("a_m.png"))
    let dataset = try SegmentationDataset(ImageMaskFolder(at: folder.path))
    let error = #expect(throws: SegmentationError.self) { try dataset.sample(id: "a") }
    #expect(error?.what == "the mask is 1 × 2, its image 2 × 1")
    #expect(error?.source == folder.file("a_m.png"))
  }

  @Test func vesselsAreReadOnThe960ColumnsOfTheNetwork() throws {
    guard let root = SharedMaterial.path("data/segmentation/chase_db1") else { return }
    let folder = try ImageMaskFolder(at: root, maskSuffix: "_1stHO")
    #expect(folder.pairs.count == 28)
    let dataset = try SegmentationDataset(
      folder, selection: SampleSelection(parsing: "Image_01L..Image_10R"),
      geometry: SampleGeometry(crop: "18,0,960,960"), maskReader: MaskReader(classCount: 2))
    #expect(dataset.pairs.count == 20)
    let sample = try dataset.sample(id: "Image_01L")
    #expect(sample.image.shape == [3, 960, 960])
    #expect(sample.coding == .oneBit)
    // Counted with NumPy on the same columns.
    #expect(sample.truth.pixelCounts[1] == 66_885)
  }

  @Test(
    arguments: [
      ("isic2017", nil, 400), ("dsb2018_nuclei", nil, 120), ("idrid_optic_disc/full512", nil, 20),
      ("idrid_optic_disc/roi388", "od", 20),
    ] as [(String, String?, Int)])
  func theOtherSetsArePairedAndRead(name: String, masks: String?, count: Int) throws {
    guard let root = SharedMaterial.path("data/segmentation/\(name)") else { return }
    let folder = try ImageMaskFolder(at: root, masks: masks)
    #expect(folder.pairs.count == count)
    #expect(folder.imagesWithoutMask.isEmpty && folder.masksWithoutImage.isEmpty)
    let dataset = try SegmentationDataset(
      folder, geometry: SampleGeometry(crop: nil, resize: "64"), maskReader: MaskReader(classCount: 2), channels: .rgb)
    for pair in dataset.pairs.prefix(4) {
      let sample = try dataset.sample(pair)
      #expect(sample.image.shape == [3, 64, 64])
      #expect(sample.coding == .twoValues(background: 0, foreground: 255))
      #expect(sample.image.scalars.allSatisfy { (0...1).contains($0) })
    }
  }
}
