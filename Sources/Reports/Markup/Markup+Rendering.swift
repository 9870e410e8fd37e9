extension Markup {
  /// The markup as text; the same tree always gives the same bytes.
  public var rendered: String {
    var output = ""
    write(to: &output)
    return output
  }

  func write(to output: inout String) {
    switch self {
    case .text(let text): Markup.escape(text, into: &output)
    case .trusted(let text): output += text
    case .fragment(let parts): for part in parts { part.write(to: &output) }
    case .element(let name, let attributes, let children): write(name, attributes, children, to: &output)
    }
  }

  private func write(_ name: String, _ attributes: [Attribute], _ children: [Markup], to output: inout String) {
    output += "<\(name)"
    for attribute in attributes {
      output += " \(attribute.name)=\""
      Markup.escape(attribute.value, into: &output)
      output += "\""
    }
    guard !Markup.childless.contains(name) else {
      output += "/>"
      return
    }
    output += ">"
    for child in children { child.write(to: &output) }
    output += "</\(name)>"
    if Markup.blocks.contains(name) { output += "\n" }
  }

  /// Escapes what HTML and XML reserve, and replaces characters that neither may contain.
  static func escape(_ text: String, into output: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      case "\t", "\n", "\r": output.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": output += "\u{FFFD}"
      default: output.unicodeScalars.append(scalar)
      }
    }
  }

  /// Void elements of HTML, and the SVG shapes, which never have children here.
  private static let childless: Set<String> = [
    "br", "col", "hr", "img", "input", "link", "meta", "image", "use", "stop",
  ]

  /// Elements followed by a line break, so that a reader of the source finds the way.
  private static let blocks: Set<String> = [
    "head", "body", "header", "main", "section", "article", "footer", "nav", "h1", "h2", "h3", "h4", "p", "figure",
    "figcaption", "table", "thead", "tbody", "tr", "ul", "ol", "li", "dl", "dt", "dd", "div", "details", "summary",
    "svg", "style", "script", "title",
  ]
}
