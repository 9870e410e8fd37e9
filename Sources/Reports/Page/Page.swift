/// The document around the sections: no scripts, no network, everything inside.
struct Page {
  let title: String
  let eyebrow: String
  let subtitle: Markup
  /// Above the contents: headline and caveats.
  let opening: Markup
  let sections: [Section]
  let closing: Markup

  struct Section {
    let id: String
    let title: String
    let content: Markup
  }

  var html: String { "<!DOCTYPE html>\n" + document.rendered + "\n" }

  private var document: Markup {
    .tag("html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"]) {
      head
      Markup.tag("body") {
        Markup.tag("a", ["class": "skip", "href": "#content"], "Skip to the result")
        top
        Markup.tag("main", ["id": "content"]) {
          opening
          sections.map { section in
            Markup.tag("section", ["aria-labelledby": section.id]) {
              Markup.tag("h2", ["id": section.id], section.title)
              section.content
            }
          }
        }
        Markup.tag("footer") { closing }
      }
    }
  }

  /// The policy lets the page load nothing: pictures are inside it, and there is no script that could run.
  private var head: Markup {
    .tag("head") {
      Markup.tag("meta", ["charset": "utf-8"])
      Markup.tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      Markup.tag(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content":
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        ])
      Markup.tag("meta", ["name": "color-scheme", "content": "light dark"])
      Markup.tag("meta", ["name": "referrer", "content": "no-referrer"])
      Markup.tag("title", title)
      Markup.tag("style") { Markup.trusted("\n\(PageStyle.css)\n\(ChartStyle.rules)\n") }
    }
  }

  private var top: Markup {
    .tag("header", ["class": "top"]) {
      Markup.tag("p", ["class": "eyebrow"], eyebrow)
      Markup.tag("h1", title)
      Markup.tag("p", ["class": "subtitle"]) { subtitle }
      Markup.tag("nav", ["class": "contents", "aria-label": "Contents"]) {
        Markup.tag("ol") {
          sections.map { section in
            Markup.tag("li") { Markup.tag("a", ["href": "#\(section.id)"], section.title) }
          }
        }
      }
    }
  }
}
