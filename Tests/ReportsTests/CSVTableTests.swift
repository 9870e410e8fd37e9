import Reports
import Testing

@Suite struct CSVTableTests {
  @Test func fieldsAreQuotedWhereNeeded() {
    #expect(
      CSVTable.line([.text("a,b"), .text("say \"x\""), .text("two\nlines"), .text("plain")])
        == "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",plain\r\n")
  }

  @Test func numbersKeepTheirPrecisionAndMissingOnesAreEmpty() {
    #expect(
      CSVTable.line([.number(0.1), .number(.nan), .number(nil), .integer(3), .flag(true), .flag(nil)])
        == "0.1,,,3,true,\r\n")
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@x", "\tx"])
  func textThatASpreadsheetWouldRunIsDefused(text: String) {
    #expect(CSVTable.line([.text(text)]).hasPrefix("'"))
  }
}
