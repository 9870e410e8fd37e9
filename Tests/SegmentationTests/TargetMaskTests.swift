import Images
import Segmentation
import Tensors
import TestSupport
import Testing

@Suite struct TargetMaskTests {
  @Test(arguments: [
    ("sample:Image_02L", TargetMask.sample("Image_02L")), ("file:a:b/c.png", .file("a:b/c.png")),
    ("shift:20,-5", .shift(dx: 20, dy: -5)), ("scale:1.5", .scale(1.5)), ("erode:3.0", .erode(3)),
    ("dilate:5.5", .dilate(5.5)), ("invert", .invert), ("empty", .empty),
    ("erase:lesion", .erase(MaskClass("lesion"))), ("grow:25%", .area(nil, 1.25)),
    ("shrink:25%,2", .area(MaskClass("2"), 0.75)), ("move:20,-5,disc", .move(MaskClass("disc"), dx: 20, dy: -5)),
    ("text:HELP", .text("HELP")),
    ("ratio:0.8,1,2", .cupToDiscRatio(0.8, disc: MaskClass("1"), cup: MaskClass("2"))),
  ]) func everyFormIsReadAndWritten(text: String, target: TargetMask) throws {
    #expect(try TargetMask(parsing: text) == target)
    #expect("\(target)" == text)
  }

  @Test(arguments: [
    "", "sample", "sample:", "file:", "shift:1", "shift:a,b", "shift:1,2,3", "shift:999999999,0", "scale:0", "scale:-1",
    "scale:nan", "scale:inf", "erode:-1", "dilate:x", "dilate:nan", "invert:1", "empty:", "mirror",
    "erase", "erase:", "grow:25", "grow:-1%", "grow:25%,", "shrink:101%", "ratio:1.1", "ratio:0.5,1", "move:1,2,",
    "invert:", "ratio:nan", "grow:nan%", "text", "text:", "text:é", "text:  ",
  ]) func nonsenseIsRefused(text: String) {
    let error = #expect(throws: SegmentationError.self) { try TargetMask(parsing: text) }
    #expect(error?.source == "--target")
  }

  /// Two samples of 4 × 3 pixels, cut to the left 3 × 3.
  private func dataset(in folder: TemporaryFolder) throws -> SegmentationDataset {
    for (name, mask) in [("a", "110011000000"), ("b", "000000000011")] {
      let bytes = mask.map { UInt8($0 == "1" ? 255 : 0) }
      try Image(width: 4, height: 3, colour: .grey, bytes: bytes).writePNG(to: folder.file("\(name)_mask.png"))
      try Image(width: 4, height: 3, colour: .grey, bytes: bytes).writePNG(to: folder.file("\(name).png"))
    }
    return try SegmentationDataset(
      ImageMaskFolder(at: folder.path), geometry: SampleGeometry(crop: "0,0,3,3"), maskReader: MaskReader(classCount: 2)
    )
  }

  @Test func everyTargetIsDrawnAtTheSizeOfTheSample() throws {
    let folder = try TemporaryFolder()
    let dataset = try dataset(in: folder)
    let sample = try dataset.sample(id: "a")
    #expect(sample.truth == drawn(["11.", "11.", "..."]))
    let drawnTargets: [(TargetMask, [String])] = [
      (.sample("b"), ["...", "...", "..1"]), (.file(folder.file("b_mask.png")), ["...", "...", "..1"]),
      (.shift(dx: 1, dy: 1), ["...", ".11", ".11"]), (.erode(1), ["1..", "...", "..."]),
      (.dilate(1), ["111", "111", "11."]), (.invert, ["..1", "..1", "111"]), (.empty, ["...", "...", "..."]),
      (.scale(1), ["11.", "11.", "..."]),
    ]
    for (target, rows) in drawnTargets {
      #expect(try target.resolved(for: sample, in: dataset) == drawn(rows), "\(target)")
    }
  }

  @Test func clinicalTargetsAreDrawnOrSayWhatIsMissing() throws {
    let folder = try TemporaryFolder()
    let dataset = try dataset(in: folder)
    let sample = try dataset.sample(id: "a")
    func target(_ text: String) throws -> Mask {
      try TargetMask(parsing: text).resolved(for: sample, in: dataset, classNames: ["background", "lesion"])
    }
    #expect(try target("erase:Lesion") == drawn(["...", "...", "..."]))
    #expect(try target("erase:1") == target("erase:lesion"))
    #expect(try target("grow:100%,lesion") == drawn(["111", "111", "11."]))
    // A hundredth of a few pixels is none.
    #expect(throws: SegmentationError.self) { try target("grow:1%,lesion") }
    #expect(try target("move:1,1,lesion") == drawn(["...", ".11", ".11"]))
    #expect(throws: SegmentationError.self) { try target("move:3,0,lesion") }
    #expect(throws: SegmentationError.self) { try target("erase:vessel") }
    #expect(throws: SegmentationError.self) { try target("ratio:0.5") }
    #expect(throws: SegmentationError.self) { try target("ratio:0.5,1,1") }
    #expect(try TargetMask(parsing: "erase:lesion").longDescription.contains("filled with what surrounds it"))
  }

  @Test func aFileAtTheNetworksSizeIsTakenAsItIs() throws {
    let folder = try TemporaryFolder()
    let dataset = try dataset(in: folder)
    let file = folder.file("t.png")
    try Image(width: 3, height: 3, colour: .grey, bytes: [0, 0, 0, 0, 255, 0, 0, 0, 0]).writePNG(to: file)
    let target = try TargetMask.file(file).resolved(for: dataset.sample(id: "a"), in: dataset)
    #expect(target == drawn(["...", ".1.", "..."]))
  }

  @Test func targetsThatDoNotFitAreRefused() throws {
    let folder = try TemporaryFolder()
    let dataset = try dataset(in: folder)
    let sample = try dataset.sample(id: "a")
    try Image(width: 2, height: 2, colour: .grey, bytes: [0, 0, 0, 255]).writePNG(to: folder.file("t.png"))
    let size = #expect(throws: SegmentationError.self) {
      try TargetMask.file(folder.file("t.png")).resolved(for: sample, in: dataset)
    }
    #expect(size?.what == "the target mask is 2 × 2, sample a needs 3 × 3")
    #expect(throws: SegmentationError.self) { try TargetMask.sample("x").resolved(for: sample, in: dataset) }
    #expect(throws: FileError.self) { try TargetMask.file("/nowhere.png").resolved(for: sample, in: dataset) }
  }
}
