import Foundation
import Images
import Segmentation
import TestSupport
import Testing

@Suite struct SplitTableTests {
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

  private func refusal(_ text: String) -> SegmentationError? {
    #expect(throws: SegmentationError.self) { try SplitTable(parsing: text, path: "t.csv") }
  }

  @Test func imagesAreNamedByPathFileNameOrID() throws {
    let folder = try folder(
      ["images/a.png", "images/b.png", "images/c.png", "images/d.png"].flatMap {
        [$0, $0.replacingOccurrences(of: "images", with: "masks")]
      })
    let table = try SplitTable(
      parsing: "file,split,patient\nimages/a.png,train,p1\n\"b.png\",val,p2\r\nc,test,p1\n\n", path: "t.csv")
    let pairs = try table.applied(to: ImageMaskFolder(at: folder.path)).pairs
    #expect(pairs.map(\.id) == ["a", "b", "c"])
    #expect(pairs.map(\.split) == ["train", "val", "test"])
    #expect(pairs.map(\.subject) == ["p1", "p2", "p1"])
    #expect([ImageMaskFolder.Pair].sharedSubjects(of: Array(pairs.splits.values)) == ["p1"])
    #expect(try SampleSelection(parsing: "split:val").applied(to: pairs).map(\.id) == ["b"])
    let error = #expect(throws: SegmentationError.self) {
      try SampleSelection(parsing: "split:validation").applied(to: pairs)
    }
    #expect(error?.hint == "there are test, train, val")
  }

  @Test func aTableMayNameTheMasks() throws {
    let folder = try folder(["x/1.png", "y/1.png", "m/1x.png", "m/1y.png"])
    let text = "image;mask;split\nx/1.png;m/1x.png;train\ny/1.png;m/1y.png;test\n"
    let table = try SplitTable(parsing: text, path: "t.csv")
    #expect(table.namesMasks)
    let found = try table.folder(at: folder.path)
    #expect(found.pairs.map(\.id) == ["x-1", "y-1"])
    #expect(found.pairs.map(\.maskPath) == [folder.file("m/1x.png"), folder.file("m/1y.png")])
    #expect(found.maskPattern == "t.csv")
    #expect(throws: SegmentationError.self) {
      try SplitTable(parsing: "image,mask\nx/2.png,m/1x.png", path: "t.csv").folder(at: folder.path)
    }
    #expect(throws: SegmentationError.self) {
      try SplitTable(parsing: "image,mask\nx/1.png,m/1x.png\nx/1.png,m/1y.png", path: "t.csv").folder(at: folder.path)
    }
  }

  @Test func quotesAreUnderstood() throws {
    let text = "\u{FEFF}file,split\n\"a, \"\"b\"\".png\",\" train \"\nlast.png , test"
    let rows = try SplitTable(parsing: text, path: "t.csv").rows
    #expect(rows.map(\.image) == ["a, \"b\".png", "last.png"])
    #expect(rows.map(\.split) == [" train ", "test"])
  }

  @Test func whatIsNoTableIsRefused() throws {
    #expect(refusal("")?.what == "the table is empty")
    #expect(refusal("a,b\n1,2")?.what.contains("the columns are a, b") == true)
    #expect(refusal("file,split\nx.png")?.what.contains("line 2 has 1 fields, the first line 2") == true)
    #expect(refusal("split,set\n1,2") != nil)
    #expect(refusal("file,split\n\na,train\n,test")?.what == "line 4 names no image")
    #expect(refusal("file,split\n\"a,train")?.what.contains("line 2 is never closed") == true)
    let folder = try folder(["images/a.png", "masks/a.png"])
    let pairs = try ImageMaskFolder(at: folder.path)
    for text in ["file,split\nz.png,train", "file,split\na,train\na.png,test"] {
      #expect(throws: SegmentationError.self) { try SplitTable(parsing: text, path: "t").applied(to: pairs) }
    }
    try Data([0xFF, 0xFE, 0]).write(to: URL(fileURLWithPath: folder.file("t.csv")))
    #expect(throws: SegmentationError.self) { try SplitTable(contentsOf: folder.file("t.csv")) }
  }
}
