import Reports
import Testing

@Suite struct MarkupTests {
  @Test func textAndAttributesAreEscaped() {
    let markup = Markup.tag("p", ["title": "a\"b'<&>"], "<script>alert('x')</script> & more")
    #expect(
      markup.rendered
        == "<p title=\"a&quot;b&#39;&lt;&amp;&gt;\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more</p>\n")
  }

  @Test func controlCharactersAreReplacedAndLineBreaksKept() {
    #expect(Markup.text("a\u{0}b\u{1B}c\nd\u{85}\u{FFFF}").rendered == "a\u{FFFD}b\u{FFFD}c\nd\u{FFFD}\u{FFFD}")
  }

  @Test func attributesWithoutValueAreLeftOutAndOrderIsKept() {
    #expect(Markup.tag("i", ["z": "1", "y": nil, "a": ""]).rendered == "<i z=\"1\" a=\"\"></i>")
  }

  @Test func voidElementsAreClosedAndOthersNeverAre() {
    #expect(Markup.tag("img", ["alt": ""]).rendered == "<img alt=\"\"/>")
    #expect(Markup.tag("span").rendered == "<span></span>")
  }

  @Test func buildersTakeConditionsLoopsAndText() {
    let markup = Markup.tag("b") {
      "one "
      if true { Markup.tag("i", "two") }
      if false { "never" }
      (3...4).map { Markup.text(" \($0)") }
    }
    #expect(markup.rendered == "<b>one <i>two</i> 3 4</b>")
  }

  @Test func namesAreIsolatedFromTheDirectionOfTheirNeighbours() {
    #expect(Markup.name("a\u{202E}b").rendered == "<bdi>a\u{202E}b</bdi>")
  }
}
