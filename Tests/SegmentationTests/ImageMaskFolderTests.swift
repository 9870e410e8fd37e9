import Foundation
import Segmentation
import TestSupport
import Testing

@Suite struct ImageMaskFolderTests {
  /// A temporary folder with empty files of the given names: pairing reads names only.
  private func folder(_ names: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in names {
      let path = folder.file(name)
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
    }
    return folder
  }

  private func refusal(_ names: [String], masks: String? = nil) throws -> SegmentationError? {
    let folder = try folder(names)
    return #expect(throws: SegmentationError.self) { try ImageMaskFolder(at: folder.path, masks: masks) }
  }

  @Test func imagesAndMasksFoldersArePairedByName() throws {
    let folder = try folder(["images/b.jpg", "images/a.jpg", "images/c.jpg", "masks/a.png", "masks/b.png", "notes.txt"])
    let pairs = try ImageMaskFolder(at: folder.path)
    #expect(pairs.pairs.map(\.id) == ["a", "b"])
    #expect(pairs.pairs[0].imagePath == folder.file("images/a.jpg"))
    #expect(pairs.pairs[0].maskPath == folder.file("masks/a.png"))
    #expect(pairs.imagesWithoutMask == ["c"])
    #expect("\(pairs.imagePattern) \(pairs.maskPattern)" == "images/{id}.* masks/{id}.*")
  }

  @Test func masksWithAnEndingAreFoundInTheirFolder() throws {
    let folder = try folder([
      "images/x1.jpg", "images/x10.jpg", "images/x2.jpg", "gt/x1_segmentation.png", "gt/x10_segmentation.png",
      "gt/x2_segmentation.png",
    ])
    let pairs = try ImageMaskFolder(at: folder.path)
    #expect(pairs.pairs.map(\.id) == ["x1", "x10", "x2"])
    #expect("\(pairs.maskPattern)" == "gt/{id}_segmentation.*")
  }

  @Test func aNamedFolderOfArraysIsOneOfMasks() throws {
    let folder = try folder(["images/a.png", "images/b.png", "masks/a_m.npy", "masks/b_m.npy"])
    let pairs = try ImageMaskFolder(at: folder.path, masks: "masks")
    #expect(pairs.pairs.map(\.maskPath) == [folder.file("masks/a_m.npy"), folder.file("masks/b_m.npy")])
    #expect("\(pairs.maskPattern)" == "masks/{id}_m.npy")
  }

  @Test func aPatternOfMasksFindsImagesOfAnyExtension() throws {
    let names = ["images/a.jpg", "images/b.png", "masks/a_m.png", "masks/b_m.png", "masks/b_other.png"]
    let masks = try FilePattern(parsing: "masks/{id}_m.png")
    let folder = try folder(names)
    let pairs = try ImageMaskFolder(at: folder.path, images: nil, masks: masks)
    #expect(pairs.pairs.map(\.id) == ["a", "b"])
    #expect(pairs.pairs.map(\.imagePath) == [folder.file("images/a.jpg"), folder.file("images/b.png")])
    #expect(pairs.pairs[1].maskPath == folder.file("masks/b_m.png"))
    let narrowed = try ImageMaskFolder(at: folder.path, images: FilePattern(parsing: "images/{id}.jpg"), masks: masks)
    #expect(narrowed.pairs.map(\.id) == ["a"])
    let loose = try self.folder(["a.jpg", "gt/a.png"])
    let pattern = try FilePattern(parsing: "gt/{id}.png")
    #expect(try ImageMaskFolder(at: loose.path, images: nil, masks: pattern).pairs.map(\.id) == ["a"])
  }

  @Test func oneFolderWithOneEndingIsUnderstood() throws {
    let folder = try folder(["a.jpg", "a_mask.png", "b.jpg", "b_mask.png", ".DS_Store"])
    let pairs = try ImageMaskFolder(at: folder.path)
    #expect(pairs.pairs.map(\.id) == ["a", "b"])
    #expect(pairs.imagesWithoutMask.isEmpty)
  }

  @Test func severalEndingsAreAskedFor() throws {
    let names = ["a.jpg", "a_1stHO.png", "a_2ndHO.png", "b.jpg", "b_1stHO.png", "b_2ndHO.png"]
    let error = try refusal(names)
    #expect(error?.what.contains("_1stHO (2), _2ndHO (2)") == true)
    #expect(error?.hint.contains("--mask-suffix") == true)
    let folder = try folder(names)
    let pairs = try ImageMaskFolder(at: folder.path, maskSuffix: "_2ndHO")
    #expect(pairs.pairs.map(\.maskPath) == [folder.file("a_2ndHO.png"), folder.file("b_2ndHO.png")])
  }

  @Test func aFolderOfMasksMayBeNamed() throws {
    let folder = try folder(["images/a.png", "discs/a.png", "cups/a.png"])
    #expect(throws: SegmentationError.self) { try ImageMaskFolder(at: folder.path) }
    let pairs = try ImageMaskFolder(at: folder.path, masks: "cups")
    #expect(pairs.pairs.map(\.maskPath) == [folder.file("cups/a.png")])
    let absolute = try ImageMaskFolder(at: folder.file("images"), masks: folder.file("discs"))
    #expect(absolute.pairs.map(\.maskPath) == [folder.file("discs/a.png")])
  }

  @Test func patternsPairAnything() throws {
    let folder = try folder(["in/p_1.jpg", "in/p_2.jpg", "out/1-vessels.png", "out/2-vessels.png", "out/3-vessels.png"])
    let pairs = try ImageMaskFolder(
      root: folder.path, images: FilePattern(parsing: "in/p_{id}.jpg"),
      masks: FilePattern(parsing: "out/{id}-vessels.png"))
    #expect(pairs.pairs.map(\.id) == ["1", "2"])
    #expect(pairs.masksWithoutImage == ["3"])
  }

  @Test func whatCannotBePairedIsSaid() throws {
    #expect(try refusal([])?.what.contains("no images (PNG") == true)
    #expect(try refusal(["images/a.png", "masks/b.png"])?.what.contains("no mask has the name") == true)
    #expect(try refusal(["images/a.png", "images/a.jpg", "masks/a.png"])?.what.contains("two files") == true)
    #expect(throws: SegmentationError.self) { try ImageMaskFolder(at: "/nowhere") }
    let folder = try folder(["a.png"])
    #expect(throws: SegmentationError.self) {
      try ImageMaskFolder(
        root: folder.path, images: FilePattern(parsing: "{id}.png"), masks: FilePattern(parsing: "{id}.png"))
    }
  }
}
