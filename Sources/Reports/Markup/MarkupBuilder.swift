/// Lets markup be written as nested blocks with `if`, `for` and plain strings.
@resultBuilder
public enum MarkupBuilder {
  public static func buildExpression(_ markup: Markup) -> Markup { markup }
  public static func buildExpression(_ text: String) -> Markup { .text(text) }
  public static func buildExpression(_ parts: [Markup]) -> Markup { .fragment(parts) }
  public static func buildExpression(_ markup: Markup?) -> Markup { markup ?? .nothing }
  public static func buildBlock(_ parts: Markup...) -> Markup { parts.count == 1 ? parts[0] : .fragment(parts) }
  public static func buildArray(_ parts: [Markup]) -> Markup { .fragment(parts) }
  public static func buildOptional(_ part: Markup?) -> Markup { part ?? .nothing }
  public static func buildEither(first part: Markup) -> Markup { part }
  public static func buildEither(second part: Markup) -> Markup { part }
}
