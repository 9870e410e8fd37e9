import Foundation
import ImageClassification
import Images
import Radar
import TestSupport
import Testing

@Suite struct LabelTableTests {
  private func table(_ text: String, files: [String] = ["1.png", "in/2.png", "a,b.png"]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for file in files { try Pictures.text("", to: folder.file(file)) }
    try Pictures.text(text, to: folder.file("labels.csv"))
    return folder
  }

  @Test(arguments: [
    "file,label,subject\n1.png,cat,7\nin/2.png,dog,8\n\"a,b.png\",cat,7\n",
    "\u{FEFF}subject;Label;FILE\r\n7;cat;1.png\r\n8;dog;in/2.png\r\n\r\n7;cat;a,b.png",
    "file\tlabel\tsubject\n1.png\tcat\t7\n in/2.png \tdog\t8\n\"a,b.png\"\tcat\t7",
  ]) func everySeparatorAndQuotesAreRead(text: String) throws {
    let folder = try table(text)
    // The table itself, or the folder with nothing but it and images.
    for path in [folder.file("labels.csv"), folder.path] where path != folder.path || !text.contains("in/") {
      let found = try LabelledImageFolder(path: path)
      #expect(found.classes.map(\.name) == ["cat", "dog"])
      #expect(found.images.map(\.id) == ["1.png", "a,b.png", "in/2.png"])
      #expect(try found.images(SampleSelection("subject:8")).map(\.id) == ["in/2.png"])
      #expect(found.path == folder.path && found.table == folder.file("labels.csv"))
    }
  }

  @Test func aFolderWithOneTableAndNoClassFoldersIsRead() throws {
    let folder = try table("file,label\n1.png,cat\n", files: ["1.png"])
    #expect(try LabelledImageFolder(path: folder.path).images.map(\.id) == ["1.png"])
  }

  @Test func labelsMayBeNumbersOfTheModelsClasses() throws {
    let folder = try table("file,label\n1.png,1\nin/2.png,cat\n")
    let found = try LabelledImageFolder(path: folder.file("labels.csv"), classNames: ["cat", "dog"])
    #expect(found.images.map(\.className) == ["cat", "dog"])
    #expect(found.images.map(\.id) == ["in/2.png", "1.png"])
  }

  @Test(arguments: [
    ("", "the table is empty"),
    ("name,class\n1.png,a\n", "the first line names the columns name, class, not file and label"),
    ("file,label\n", "the table lists no images"),
    ("file,label\n1.png\n", "line 2 has 1 fields, the first line 2"),
    ("file,label\n9.png,a\n", "line 2: there is no file '9.png'"),
    ("file,label\nin,a\n", "line 2: there is no file 'in'"),
    ("file,label\n../1.png,a\n", "line 2: '../1.png' is no file beside the table"),
    ("file,label\n/etc/passwd,a\n", "line 2: '/etc/passwd' is no file beside the table"),
    ("file,label\n\"1.png,a\nin/2.png,a\n", "the quote that opens in line 2 is never closed"),
    ("file,label\n1.png,a\n1.png,a\n", "'1.png' is there twice, again in line 3"),
  ]) func mistakesAreNamedWithTheirLine(text: String, problem: String) throws {
    let folder = try table(text)
    let error = #expect(throws: ImageError.self) { try LabelledImageFolder(path: folder.file("labels.csv")) }
    #expect(error?.what == problem)
  }

  @Test func aLabelThatIsNoClassIsNamedWithItsLine() throws {
    let folder = try table("file,label\n1.png,cat\nin/2.png,moon\n")
    let error = #expect(throws: ImageError.self) {
      try LabelledImageFolder(path: folder.file("labels.csv"), classNames: ["cat", "dog"])
    }
    #expect(error?.what == "the label 'moon' (line 3) is none of the model's classes, which are 'cat', 'dog'")
  }

  @Test func bytesThatAreNoTextAreRefused() throws {
    let folder = try table("")
    try Data([0x66, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: folder.file("labels.csv")))
    #expect(throws: ImageError.self) { try LabelledImageFolder(path: folder.file("labels.csv")) }
  }
}
