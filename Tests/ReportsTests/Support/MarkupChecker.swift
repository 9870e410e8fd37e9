import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads a page with an XML parser that knows nothing of how it was written: tags must balance, ids be unique.
final class MarkupChecker: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  private(set) var text = ""
  private(set) var failure: String?
  private var open: [String] = []

  init(_ markup: String) {
    super.init()
    let body = markup.replacing("<!DOCTYPE html>\n", with: "")
    let parser = XMLParser(data: Data(body.utf8))
    parser.delegate = self
    parser.shouldResolveExternalEntities = false
    if !parser.parse() { failure = parser.parserError.map { "line \(parser.lineNumber): \($0)" } ?? "unknown" }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append((name, attributes))
    open.append(name)
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if open.last != "style" { text += string }
  }

  func count(_ name: String) -> Int { elements.count { $0.name == name } }
  func attributes(_ key: String) -> [String] { elements.compactMap { $0.attributes[key] } }

  /// Ids that occur more than once, and references to ids that do not exist.
  var brokenIds: [String] {
    let ids = attributes("id")
    let twice = Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys.map { "twice: \($0)" }
    let known = Set(ids)
    var referred = attributes("aria-labelledby").flatMap { $0.split(separator: " ").map(String.init) }
    referred += attributes("href").filter { $0.hasPrefix("#") }.map { String($0.dropFirst()) }
    referred += attributes("fill").filter { $0.hasPrefix("url(#") }.map { String($0.dropFirst(5).dropLast()) }
    return twice.sorted() + referred.filter { !known.contains($0) }.map { "missing: \($0)" }
  }
}
