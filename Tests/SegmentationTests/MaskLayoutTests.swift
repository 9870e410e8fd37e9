import Foundation
import Images
import Segmentation
import TestSupport
import Testing

/// Folders in which one image has several mask files.
@Suite struct MaskLayoutTests {
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

  private func masks(
    _ names: [String], images: String? = nil, masks: String, classNames: [String] = []
  ) throws -> [String: [String]] {
    let folder = try folder(names)
    let found = try ImageMaskFolder(at: folder.path, images: images, masks: masks, classNames: classNames)
    return Dictionary(
      uniqueKeysWithValues: found.pairs.map { pair in
        (pair.id, pair.masks.paths.map { String($0.dropFirst(folder.path.count + 1)) })
      })
  }

  @Test func oneFilePerClassWithAnEnding() throws {
    let names = [
      "images/eye.png", "images/eye_1.png", "masks/eye_cup.png", "masks/eye_disc.png", "masks/eye_1_cup.png",
      "masks/other_cup.png",
    ]
    // "eye_1_cup" is the cup of "eye_1", not the "1_cup" of "eye".
    let found = try masks(names, masks: "masks/{id}_{class}.png")
    #expect(found == ["eye": ["masks/eye_cup.png", "masks/eye_disc.png"], "eye_1": ["masks/eye_1_cup.png"]])
    let folder = try folder(names)
    let named = try ImageMaskFolder(
      at: folder.path, images: nil, masks: "masks/{id}_{class}.png", classNames: ["disc", "cup"])
    #expect(named.masksWithoutImage == [folder.file("masks/other_cup.png")])
    guard case .perClass(let classes) = named.pairs[0].masks else {
      Issue.record("no classes")
      return
    }
    #expect(classes.map(\.name) == ["disc", "cup"])
    let error = #expect(throws: SegmentationError.self) {
      try ImageMaskFolder(at: folder.path, images: nil, masks: "masks/{id}_{class}.png", classNames: ["vessel"])
    }
    #expect(error?.what.contains("no mask of an image is of the class vessel") == true)
  }

  @Test func oneFolderPerClassOrAnnotator() throws {
    let names = ["images/a.jpg", "images/b.jpg", "gt/cup/a.png", "gt/disc/a.png", "gt/disc/b.tif"]
    let found = try masks(names, masks: "gt/{class}/{id}.*")
    #expect(found == ["a": ["gt/cup/a.png", "gt/disc/a.png"], "b": ["gt/disc/b.tif"]])
    let folder = try folder(names)
    let truths = try ImageMaskFolder(at: folder.path, images: nil, masks: "gt/{annotator}/{id}.*")
    #expect(
      truths.pairs[0].masks
        == .annotators([
          .init(annotator: "cup", path: folder.file("gt/cup/a.png")),
          .init(annotator: "disc", path: folder.file("gt/disc/a.png")),
        ]))
  }

  @Test func manyFilesPerObject() throws {
    let found = try masks(
      ["s/x/images/x.png", "s/x/masks/1.png", "s/x/masks/2.png", "s/y/images/y.png", "s/y/masks/9.png"],
      images: "s/{id}/images/{id}.png", masks: "s/{id}/masks/*.png")
    #expect(found == ["x": ["s/x/masks/1.png", "s/x/masks/2.png"], "y": ["s/y/masks/9.png"]])
  }

  @Test func masksBesideTheirImagesAreNoImages() throws {
    let names = ["a.jpg", "a_1stHO.png", "a_2ndHO.png", "b.jpg", "b_1stHO.png", "b_2ndHO.png", "c.jpg", "a1.jpg"]
    let found = try masks(names, masks: "{id}_{annotator}.*")
    #expect(found == ["a": ["a_1stHO.png", "a_2ndHO.png"], "b": ["b_1stHO.png", "b_2ndHO.png"]])
    let folder = try folder(names)
    let first = try ImageMaskFolder(at: folder.path, maskSuffix: "_1stHO")
    #expect(first.pairs.map(\.id) == ["a", "b"])
    #expect(first.imagesWithoutMask == ["a1", "c"])
    #expect(first.otherFiles == ["a_2ndHO", "b_2ndHO"])
    let all = try ImageMaskFolder(at: folder.path, images: nil, masks: "{id}_{annotator}.*")
    #expect(all.imagesWithoutMask == ["a1", "c"])
    #expect(all.masksWithoutImage.isEmpty)
  }

  @Test(
    arguments: [
      "masks/*.png", "{class}/{annotator}/{id}.png", "{id}_{class}_{annotator}_*.png", "masks/{class}.png",
    ])
  func patternsThatCannotBePairedAreRefused(text: String) {
    #expect(throws: SegmentationError.self) { try PathPattern(parsing: text) }
  }

  @Test func twoFilesForOnePlaceAreRefused() throws {
    let names = ["images/a.png", "gt/one/a.png", "gt/one/a.jpg"]
    let error = #expect(throws: SegmentationError.self) { try masks(names, masks: "gt/{annotator}/{id}.*") }
    #expect(error?.what.contains("two files claim one place of sample 'a'") == true)
    #expect(throws: SegmentationError.self) { try masks(["images/a.png"], masks: "gt/{class}/{id}.png") }
    #expect(throws: SegmentationError.self) {
      try masks(["images/a.png", "gt/c/a.png"], images: "{class}/{id}.png", masks: "gt/{class}/{id}.png")
    }
  }

  @Test func chaseHasTwoTruthsAnImage() throws {
    guard let root = SharedMaterial.path("data/segmentation/chase_db1") else { return }
    let single = try ImageMaskFolder(at: root, maskSuffix: "_1stHO")
    #expect(single.pairs.count == 28)
    #expect(single.imagesWithoutMask.isEmpty)
    #expect(single.otherFiles.count == 28)
    let folder = try ImageMaskFolder(at: root, images: nil, masks: "{id}_{annotator}.*")
    #expect(folder.pairs.count == 28)
    #expect(folder.imagesWithoutMask.isEmpty && folder.masksWithoutImage.isEmpty)
    var dataset = try SegmentationDataset(folder)
    let sample = try dataset.sample(id: "Image_01L")
    #expect(sample.annotations.map(\.annotator) == ["1stHO", "2ndHO"])
    // Two who differ have no majority: the first counts, whose vessels NumPy counts as 66,885 pixels.
    #expect(sample.truth == sample.annotations[0].mask)
    #expect(sample.truth.pixelCounts[1] == 66_885)
    dataset.annotatorRule = .union
    let both = try dataset.sample(id: "Image_01L").truth.pixelCounts[1]
    dataset.annotatorRule = .intersection
    let common = try dataset.sample(id: "Image_01L").truth.pixelCounts[1]
    #expect(both + common == sample.annotations.map { $0.mask.pixelCounts[1] }.reduce(0, +))
  }
}
