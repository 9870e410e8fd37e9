/// A piece of HTML or SVG, built as a tree so that tags always balance and text is always escaped.
///
/// Rendered as polyglot markup: the same bytes parse as HTML and, apart from the doctype, as XML.
public indirect enum Markup: Sendable {
  /// Characters, escaped when rendered.
  case text(String)
  /// An element; attributes keep their order, those whose value is nil are left out.
  case element(String, [Attribute], [Markup])
  /// Several pieces without an element around them.
  case fragment([Markup])
  /// Text this module wrote itself (style sheet, script) and that must not be escaped. Never input.
  case trusted(String)

  public struct Attribute: Sendable {
    public let name: String
    public let value: String
  }

  public static let nothing = Markup.fragment([])

  public static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], @MarkupBuilder _ children: () throws -> Markup
  ) rethrows -> Markup {
    .element(name, present(attributes), [try children()])
  }

  /// An element without children.
  public static func tag(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) -> Markup {
    .element(name, present(attributes), [])
  }

  /// An element that holds text only.
  public static func tag(_ name: String, _ attributes: KeyValuePairs<String, String?>, _ text: String) -> Markup {
    .element(name, present(attributes), [.text(text)])
  }

  /// An element without attributes that holds text only.
  public static func tag(_ name: String, _ text: String) -> Markup { .element(name, [], [.text(text)]) }

  /// A name that came from outside (a file, a class, a sample): isolated, so that right-to-left characters in it
  /// cannot reorder what stands around it.
  public static func name(_ text: String) -> Markup { tag("bdi", text) }

  private static func present(_ attributes: KeyValuePairs<String, String?>) -> [Attribute] {
    attributes.compactMap { name, value in value.map { Attribute(name: name, value: $0) } }
  }
}

extension Markup: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self = .text(value) }
}

extension DefaultStringInterpolation {
  /// Markup inside a string would show its insides to the reader; the compiler says so instead.
  @available(*, unavailable, message: "markup cannot be part of a text: put it beside the text")
  public mutating func appendInterpolation(_ markup: Markup) {}
}
