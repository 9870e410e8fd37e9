import Foundation
import ImageClassification
import Images
import Radar
import Tensors
import TestSupport
import Testing

@Suite struct LabelledImageFolderTests {
  private func folder(_ files: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for file in files { try Pictures.text("", to: folder.file(file)) }
    return folder
  }

  @Test func foldersAreClassesAndFilesAreInNaturalOrder() throws {
    let folder = try folder([
      "cat/take_10.png", "cat/take_2.JPG", "cat/.hidden.png", "cat/notes.txt", "dog/a.npy", ".git/x.png", "empty.txt",
    ])
    let found = try LabelledImageFolder(path: folder.path)
    #expect(found.classes.map(\.name) == ["cat", "dog"])
    #expect(found.images.map(\.id) == ["cat/take_2.JPG", "cat/take_10.png", "dog/a.npy"])
    #expect(found.images.map(\.classIndex) == [0, 0, 1])
    #expect(found.leftOut == ["cat/notes.txt"])
    #expect(found.table == nil)
  }

  /// Whatever `Images` reads is an image here, in any letters.
  @Test func scansAreImagesToo() throws {
    let folder = try TemporaryFolder()
    let images = [("grey-16-big.tif", "a.tif"), ("grey-8-none-strips.tif", "b.TIFF"), ("ct-real.dcm", "c.dcm")]
    try Pictures.makeFolder(of: folder.file("scan/x"))
    for (fixture, name) in images {
      let path = URL(fileURLWithPath: Fixture.path(fixture)).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("ImagesTests/Fixtures/\(fixture)").path
      try FileManager.default.copyItem(atPath: path, toPath: folder.file("scan/\(name)"))
    }
    let found = try LabelledImageFolder(path: folder.path)
    #expect(found.images.map(\.id) == ["scan/a.tif", "scan/b.TIFF", "scan/c.dcm"] && found.leftOut.isEmpty)
    let reader = ImageReader(channels: 1)
    for image in found.images {
      let (pixels, stored) = try reader.image(at: image.path)
      #expect(pixels.shape[0] == 1 && pixels.scalars.allSatisfy { (0...1).contains($0) }, "\(image.id)")
      #expect((stored.largestValue == nil) == image.id.hasSuffix("dcm"))
      #expect(stored.notes.contains { $0.hasPrefix("measured values") } == image.id.hasSuffix("dcm"))
    }
  }

  @Test func theModelsClassesGiveTheOrderAndMayBeWithoutImages() throws {
    let folder = try folder(["cat/1.png", "dog/1.png"])
    let found = try LabelledImageFolder(path: folder.path, classNames: ["dog", "bird", "cat"])
    #expect(found.classes.map { $0.images.count } == [1, 0, 1])
    #expect(found.images.map(\.className) == ["dog", "cat"])
    #expect(found.images.map(\.classIndex) == [0, 2])
  }

  @Test func aFolderThatIsNoClassIsRefusedUnlessOthersAreChosen() throws {
    let folder = try folder(["cat/1.png", "dog/1.png", "moon/1.png"])
    let error = #expect(throws: ImageError.self) {
      try LabelledImageFolder(path: folder.path, classNames: ["cat", "dog"])
    }
    #expect(error?.what == "the folder 'moon' is none of the model's classes, which are 'cat', 'dog'")
    let chosen = try LabelledImageFolder(path: folder.path, classNames: ["cat", "dog"], only: ["dog"])
    #expect(chosen.images.map(\.id) == ["dog/1.png"])
    #expect(chosen.classes.map(\.name) == ["cat", "dog"])
    #expect(throws: ImageError.self) {
      try LabelledImageFolder(path: folder.path, classNames: ["cat", "dog"], only: ["moon"])
    }
  }

  @Test func selectionsAreThoseOfRecordings() throws {
    let folder = try folder((0..<10).flatMap { ["a/\($0).png", "b/\($0).png"] })
    let found = try LabelledImageFolder(path: folder.path)
    #expect(try found.images(SampleSelection("0-1")).map(\.id) == ["a/0.png", "a/1.png", "b/0.png", "b/1.png"])
    #expect(try found.images(SampleSelection("last:0.1")).map(\.id) == ["a/9.png", "b/9.png"])
    #expect(try found.images(SampleSelection("random:0.3")).count == 6)
    let split = folder.file("split.json")
    try Pictures.text(#"{"test": ["a/3", "7.png"]}"#, to: split)
    #expect(try found.images(SampleSelection("file:\(split)#test")).map(\.id) == ["a/3.png", "a/7.png", "b/7.png"])
    let error = #expect(throws: RadarError.self) { try found.images(SampleSelection("subject:1")) }
    #expect(error?.problem.contains("20 of 20 images do not tell their subject, such as a/0.png") == true)
    #expect(throws: RadarError.self) { try found.images(SampleSelection("90")) }
  }

  @Test(arguments: [
    (["a.png"], "there are no images (PNG, JPEG, TIFF, DICOM, NPY) in class folders"),
    (["a/b.txt"], "there are no images (PNG, JPEG, TIFF, DICOM, NPY) in class folders"),
    (["one.csv", "two.csv"], "there are several tables: one.csv, two.csv"),
  ]) func whatIsMissingIsSaid(files: [String], problem: String) throws {
    let folder = try folder(files)
    let error = #expect(throws: ImageError.self) { try LabelledImageFolder(path: folder.path) }
    #expect(error?.what == problem)
  }

  @Test func aFileIsNoFolder() throws {
    let folder = try folder(["a.png"])
    #expect(throws: ImageError.self) { try LabelledImageFolder(path: folder.file("a.png")) }
    #expect(throws: ImageError.self) { try LabelledImageFolder(path: folder.file("nowhere")) }
  }
}
