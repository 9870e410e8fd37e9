/// A decoding error in one line: which field, and what about it.
package enum DecodingReason {
  package static func of(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context): "'\(path(context) + key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "'\(path(context).dropLast())' has the wrong type"
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty: "it is not JSON"
    case DecodingError.dataCorrupted(let context): "'\(path(context).dropLast())' has an unknown value"
    default: "\(error)"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map { ($0.intValue.map(String.init) ?? $0.stringValue) + "." }.joined()
  }
}
