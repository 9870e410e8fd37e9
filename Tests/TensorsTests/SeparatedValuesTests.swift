import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct SeparatedValuesTests {
  private func table(_ text: String) throws -> SeparatedValues {
    try SeparatedValues(parsing: text, path: "t.csv", form: "write a,b")
  }

  @Test(arguments: [
    "name,size\nx,1\ny,2\n", "\u{FEFF}name;size\r\nx;1\r\n\r\ny;2", " name \tsize\nx\t 1\n \t \n y \t2 \n",
    "\"name\",\"size\"\n \"x\" ,\"1\"\r\ny,2",
  ]) func separatorsSpacesAndLineEndsAreRead(text: String) throws {
    let found = try table(text)
    #expect(found.columns == ["name", "size"])
    #expect(found.rows.map(\.fields) == [["x", "1"], ["y", "2"]])
  }

  @Test func quotedFieldsStandAsTheyAre() throws {
    let found = try table("a,b\n\" one, \"\"two\"\" \",\"three\nfour\"\n,last\n")
    #expect(found.rows.map(\.fields) == [[" one, \"two\" ", "three\nfour"], ["", "last"]])
    #expect(found.rows.map(\.line) == [2, 4])
  }

  @Test func linesAreCountedAsAnEditorCountsThem() throws {
    #expect(try table("\n\na,b\n\n1,2\n\"x\n\n\",2\n\n3,4").rows.map(\.line) == [5, 6, 10])
  }

  @Test func aTableOfOneColumnAndOfNothingButColumnsAreTables() throws {
    #expect(try table("a\nx y\nz").rows.map(\.fields) == [["x y"], ["z"]])
    #expect(try table("a,b").rows.isEmpty)
  }

  @Test(arguments: [
    ("", "t.csv: the table is empty; write a,b"), (" \n\r\n,,\n", "t.csv: the table is empty; write a,b"),
    ("a,b\n1,2\n\n3\n", "t.csv: line 4 has 1 fields, the first line 2; quote fields that hold a separator"),
    ("a,b\n1,2,3\n", "t.csv: line 2 has 3 fields, the first line 2; quote fields that hold a separator"),
    ("a,b\n\"1\n2\",\"3\n", "t.csv: the quote that opens in line 3 is never closed; close it, or remove it"),
  ]) func mistakesAreNamedWithFileAndLine(text: String, message: String) {
    let error = #expect(throws: FileError.self) { try table(text) }
    #expect(error?.description == message)
  }

  @Test func filesThatAreNoTextAreRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("t.csv")
    try Data("a,b\n1,2".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try SeparatedValues(contentsOf: path, form: "").rows.map(\.fields) == [["1", "2"]])
    try Data([0x61, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: FileError.self) { try SeparatedValues(contentsOf: path, form: "") }
    #expect(error?.what == "the table is not text in UTF-8")
    #expect(throws: FileError.self) { try SeparatedValues(contentsOf: folder.file("none.csv"), form: "") }
  }
}
