import Foundation
import TestSupport
import Testing

/// `chaff inspect` on images with masks of every kind: TIFF, DICOM, NIfTI, several mask files an image.
@Suite struct MedicalImagesTests {
  /// Fixtures of the rooms that read them.
  private func fixture(_ room: String, _ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("\(room)Tests/Fixtures/\(name)").path
  }

  private func output(_ arguments: String...) throws -> String {
    let process = try ChaffProcess(arguments)
    #expect(process.status == 0, "\(process.output)")
    return process.output
  }

  private func isPNG(_ path: String) throws -> Bool {
    try Data(contentsOf: URL(fileURLWithPath: path)).starts(with: [0x89, 0x50, 0x4E, 0x47])
  }

  @Test func tiffAndDICOMAreImages() throws {
    let mask = try output("inspect", fixture("Images", "palette-8.tif"))
    #expect(mask.contains("TIFF image"))
    #expect(mask.contains("palette index is the class, found 0 (#000000), 1 (#ff0000)"))
    let pages = try output("inspect", fixture("Images", "pages.tif"))
    #expect(pages.contains("the file holds 3 pages; the first is read"))
    let scan = try output("inspect", fixture("Images", "ct-real.dcm"))
    #expect(scan.contains("DICOM image") && scan.contains("16-bit signed grey"))
    #expect(scan.contains("spacing"))
    let refused = try ChaffProcess("inspect", fixture("Images", "refused-jpeg2000-real.dcm"))
    #expect(refused.status == 1)
    #expect(refused.error.contains("it is stored as JPEG 2000"))
  }

  @Test func volumesTellHowThePatientLies() throws {
    let volume = try output("inspect", fixture("Volumes", "sform-LPS.nii"))
    #expect(volume.contains("NIfTI 5 × 4 × 3, int16, 0.5 × 0.75 × 4 mm, stored LPS (sform)"))
    #expect(volume.contains("neither turned nor mirrored"))
    let labels = try output("inspect", fixture("Volumes", "labels.nii.gz"), "--json")
    #expect(labels.contains("\"orientation\" : \"RAS\""))
    #expect(labels.contains("class index, found 0, 1, 2"))
    let oblique = try output("inspect", fixture("Volumes", "oblique.nii.gz"))
    #expect(oblique.contains("oblique by 20°"))
  }

  @Test func anOverlayIsDrawn() throws {
    let folder = try TemporaryFolder()
    let picture = folder.file("slice.png")
    _ = try output(
      "inspect", fixture("Volumes", "sform-RAS.nii"), "--masks", fixture("Volumes", "labels.nii.gz"), "--slices", "k:1",
      "--overlay", picture)
    #expect(try isPNG(picture))
    let again = try ChaffProcess(
      "inspect", fixture("Volumes", "sform-RAS.nii"), "--masks", fixture("Volumes", "labels.nii.gz"), "--overlay",
      picture)
    #expect(again.status == 1 && again.error.contains("exists already; name another place or add --force"))
    let first = try Data(contentsOf: URL(fileURLWithPath: picture))
    _ = try output(
      "inspect", fixture("Volumes", "sform-RAS.nii"), "--masks", fixture("Volumes", "labels.nii.gz"), "--slices", "k:1",
      "--overlay", picture, "--force")
    #expect(try Data(contentsOf: URL(fileURLWithPath: picture)) == first)
    let alone = try ChaffProcess("inspect", fixture("Images", "ct-real.dcm"), "--overlay", folder.file("x.png"))
    #expect(alone.status == 1 && alone.error.contains("name the file of the mask with --masks"))
    #expect(try ChaffProcess("inspect", picture, "--sample", "a").status == 2)
    #expect(try ChaffProcess("inspect", picture, "--overlay", "x.jpg").status == 2)
    #expect(try ChaffProcess("inspect", picture, "--force").status == 2)
    let itself = try ChaffProcess("inspect", picture, "--masks", picture, "--overlay", picture, "--force")
    #expect(itself.status == 2 && itself.error.contains("is what is to be shown"), "\(itself.error)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: picture)) == first)
  }

  @Test func bothObserversOfAnEyeAreShown() throws {
    guard let chase = SharedMaterial.path("data/segmentation/chase_db1") else { return }
    let single = try output("inspect", chase, "--mask-suffix", "_1stHO")
    #expect(single.contains("masks of images that have another"))
    #expect(!single.contains("without mask"))
    let folder = try TemporaryFolder()
    for name in ["Image_01L.jpg", "Image_01L_1stHO.png", "Image_01L_2ndHO.png"] {
      try FileManager.default.copyItem(atPath: "\(chase)/\(name)", toPath: folder.file(name))
    }
    let both = try output(
      "inspect", folder.path, "--masks", "{id}_{annotator}.*", "--overlay", folder.file("o.png"), "--sample",
      "Image_01L")
    #expect(both.contains("several annotators: majority"))
    #expect(both.contains("2 annotators (1stHO, 2ndHO) differ in"))
    #expect(try isPNG(folder.file("o.png")))
  }

  @Test func splitsOfATableAreShown() throws {
    let folder = try TemporaryFolder()
    for part in ["images", "masks"] {
      try FileManager.default.createDirectory(atPath: folder.file(part), withIntermediateDirectories: true)
      for name in ["a", "b"] {
        try FileManager.default.copyItem(
          atPath: fixture("Images", "palette-8.tif"), toPath: folder.file("\(part)/\(name).tif"))
      }
    }
    let table = folder.file("splits.csv")
    try Data("file,split,patient\na.tif,train,7\nb.tif,test,7\n".utf8).write(to: URL(fileURLWithPath: table))
    let shown = try output("inspect", folder.path, "--split-table", table)
    #expect(shown.contains("1 × train") && shown.contains("1 × test"))
    #expect(shown.contains("in more than one split: 7"))
    try Data("file,split\nz.tif,train\n".utf8).write(to: URL(fileURLWithPath: table))
    let wrong = try ChaffProcess("inspect", folder.path, "--split-table", table)
    #expect(wrong.status == 1 && wrong.error.contains("the table names 'z.tif', which is no image with a mask"))
  }

  @Test(
    arguments: [
      ["--mask-classes", "a"], ["--slices", "z"], ["--window", "5:1"], ["--masks", "{id}/{class}/{annotator}.png"],
      ["--images", "{id}.png"], ["--masks", "{id}.png", "--mask-suffix", "_m"],
      ["--pixel-spacing", "0"], ["--pixel-spacing", "1x2x3"], ["--pixel-spacing", "1x"], ["--pixel-spacing", "inf"],
      ["--mask-coding", "probability:2"],
    ])
  func wrongFlagsAreUsageErrors(flags: [String]) throws {
    #expect(try ChaffProcess(["inspect", "x"] + flags).status == 2)
  }

  @Test(arguments: [
    ["inspect", "x"], ["train", "segmentation", "--data", "x", "--output", "y"], ["simulate", "mask-statistics", "x"],
    [
      "attack", "universal-mask", "x", "--data", "x", "--train-samples", "all", "--target", "empty", "--size", "1",
      "--output", "y",
    ],
  ])
  func theSpacingOfPixelsIsRefusedWhereNoDistanceIsMeasured(command: [String]) throws {
    let process = try ChaffProcess(command + ["--pixel-spacing", "0.1"])
    #expect(process.status == 2 && process.error.contains("--pixel-spacing is for distances"), "\(process.error)")
  }
}
