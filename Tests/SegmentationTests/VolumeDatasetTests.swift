import Foundation
import Images
import Segmentation
import Tensors
import TestSupport
import Testing
import Volumes

/// Volumes and DICOM files as images with masks.
@Suite struct VolumeDatasetTests {
  /// A folder with the named fixtures as images and masks of one sample.
  private func folder(image: String, mask: String, as extension: String = "nii") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (part, name) in [("images", image), ("masks", mask)] {
      try FileManager.default.createDirectory(atPath: folder.file(part), withIntermediateDirectories: true)
      let end = name.hasSuffix(".gz") ? "nii.gz" : `extension`
      try FileManager.default.copyItem(atPath: Fixture.path(name), toPath: folder.file("\(part)/s.\(end)"))
    }
    return folder
  }

  @Test func everySliceIsASample() throws {
    let folder = try folder(image: "sform-RAS.nii", mask: "labels.nii.gz")
    let volumes = try ImageMaskFolder(at: folder.path)
    #expect(volumes.pairs.map(\.id) == ["s"])
    let cut = try volumes.cuttingVolumes(SliceSelection())
    #expect(cut.pairs.map(\.id) == ["s-k000", "s-k001", "s-k002"])
    #expect(cut.pairs.map(\.subject) == ["s", "s", "s"])
    let dataset = try SegmentationDataset(cut, maskReader: MaskReader(classCount: 3))
    let sample = try dataset.sample(id: "s-k001")
    #expect(sample.image.shape == [1, 4, 5])
    #expect(sample.stored.format == .nifti)
    #expect(sample.notes.first?.contains("stored RAS, neither turned nor mirrored") == true)
    // The labels were made from the values: class 1 above 500, class 2 below −700.
    let values = try dataset.storedImage(cut.pairs[1]).samples.values
    #expect(sample.truth.classes == values.map { $0 > 500 ? 1 : $0 < -700 ? 2 : 0 })
    #expect(sample.truth.classCount == 3)
    #expect(throws: SegmentationError.self) {
      try SegmentationDataset(volumes).sample(id: "s")
    }
  }

  @Test func onlyLabelledSlicesMayBeTaken() throws {
    let folder = try folder(image: "sform-RAS.nii", mask: "labels.nii.gz")
    let volumes = try ImageMaskFolder(at: folder.path)
    let labels = try Volume(contentsOf: Fixture.path("labels.nii.gz"))
    let cut = try volumes.cuttingVolumes(SliceSelection(parsing: "i:labelled"))
    let wanted = try (0..<5).filter { index in
      try labels.codes(of: VolumeSlice(axis: 0, index: index)).samples.values.contains { $0 > 0 }
    }
    #expect(cut.pairs.map { $0.slice?.index } == wanted)
  }

  /// 0.5 × 0.75 × 4 mm: in a plane across the first axis columns run along the second, rows along the third.
  @Test func samplesTellHowFarTheirPixelsLieApart() throws {
    let folder = try folder(image: "sform-RAS.nii", mask: "labels.nii.gz")
    let volumes = try ImageMaskFolder(at: folder.path)
    func spacing(_ slices: String, resize: String? = nil, asked: PixelSpacing? = nil) throws -> PixelSpacing? {
      let cut = try volumes.cuttingVolumes(SliceSelection(parsing: slices))
      let geometry = try SampleGeometry(crop: nil, pad: nil, resize: resize)
      var dataset = try SegmentationDataset(cut, geometry: geometry, maskReader: MaskReader(classCount: 3))
      dataset.pixelSpacing = asked
      return try dataset.sample(cut.pairs[0]).spacing
    }
    #expect(try spacing("k") == PixelSpacing(row: 0.75, column: 0.5))
    #expect(try spacing("i") == PixelSpacing(row: 4, column: 0.75))
    // Slices of 5 × 4 pixels become 10 × 16.
    #expect(try spacing("k", resize: "10x16") == PixelSpacing(row: 0.1875, column: 0.25))
    let asked = PixelSpacing(row: 0.1, column: 0.2)
    #expect(try spacing("k", asked: asked) == asked)
    #expect(try spacing("k", resize: "10x4", asked: asked) == PixelSpacing(row: 0.1, column: 0.1))
  }

  @Test func aMaskThatLiesOtherwiseIsRefused() throws {
    let folder = try folder(image: "sform-LPS.nii", mask: "labels.nii.gz")
    let error = #expect(throws: SegmentationError.self) {
      try ImageMaskFolder(at: folder.path).cuttingVolumes(SliceSelection())
    }
    #expect(error?.what == "the mask lies otherwise than its image (stored RAS, image LPS)")
  }

  @Test func aDICOMImageMayHaveAMaskOfAnyKind() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: Fixture.path("signed-16-implicit.dcm"), toPath: folder.file("a.dcm"))
    try Image(width: 9, height: 7, colour: .grey, bytes: (0..<63).map { $0 < 20 ? 255 : 0 })
      .writePNG(to: folder.file("a_m.png"))
    var dataset = try SegmentationDataset(ImageMaskFolder(at: folder.path))
    let sample = try dataset.sample(id: "a")
    #expect(sample.image.shape == [1, 7, 9])
    #expect(sample.notes.contains("values -160 to 239 become 0 to 1 (the file's own)"))
    #expect(sample.quantisationStep == Float(1) / 399)
    #expect(sample.spacing == sample.stored.spacing)
    dataset.window = ValueWindow(low: -1000, high: 1000, origin: .asked)
    #expect(try dataset.sample(id: "a").notes.contains("values -1000 to 1000 become 0 to 1 (as asked for)"))
  }
}
