extension SampleSelection {
  /// Reads a selection; the table of the type lists the forms.
  ///
  /// - Throws: ``RadarError`` that quotes the part that makes no sense.
  public init(_ text: String) throws(RadarError) {
    let trimmed = text.drop { $0.isWhitespace }
    let isComplement = trimmed.lowercased().hasPrefix(Self.exception)
    let rest = isComplement ? trimmed.dropFirst(Self.exception.count) : trimmed
    let parser = SelectionParser(whole: text)
    let rule = try parser.rule(String(rest))
    let plain = Self.isPath(rule) ? String(rest) : String(rest.filter { !$0.isWhitespace })
    self.init(rule, isComplement: isComplement, text: isComplement ? Self.exception + plain : plain)
  }

  private static func isPath(_ rule: Rule) -> Bool {
    if case .listed = rule { true } else { false }
  }
}

/// Takes one selection apart.
private struct SelectionParser {
  /// The text that errors name.
  let whole: String

  func rule(_ text: String) throws(RadarError) -> SampleSelection.Rule {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      let plain = String(text.filter { !$0.isWhitespace })
      return plain.lowercased() == "all" ? .all : .places(try ranges(plain, of: "place"))
    }
    let value = String(parts[1])
    switch parts[0].filter({ !$0.isWhitespace }).lowercased() {
    case "subject", "subjects": return .subjects(try ranges(value, of: "number"))
    case "session", "sessions": return .sessions(try ranges(value, of: "number"))
    case "first": return .first(try fraction(value))
    case "last": return .last(try fraction(value))
    case "random": return try random(value)
    case "file": return try listed(value)
    default: throw problem("'\(parts[0])' is no way of choosing")
    }
  }

  private func ranges(_ text: String, of what: String) throws(RadarError) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for part in text.filter({ !$0.isWhitespace }).split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
        throw problem("'\(part)' is no \(what) and no range of \(what)s")
      }
      ranges.append(first...last)
    }
    return ranges
  }

  private func random(_ text: String) throws(RadarError) -> SampleSelection.Rule {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let seed = parts.count == 2 ? UInt64(parts[1]) : 0 else {
      throw problem("'\(text)' is no fraction with a seed")
    }
    return .random(fraction: try fraction(parts[0]), seed: seed)
  }

  private func fraction(_ text: String) throws(RadarError) -> Double {
    guard let value = Double(text.filter { !$0.isWhitespace }), value > 0, value < 1 else {
      throw problem("'\(text)' is no fraction between 0 and 1")
    }
    return value
  }

  private func listed(_ text: String) throws(RadarError) -> SampleSelection.Rule {
    guard let mark = text.lastIndex(of: "#"), mark > text.startIndex, text.index(after: mark) < text.endIndex else {
      throw problem("'\(text)' names no list of a file")
    }
    return .listed(path: String(text[..<mark]), list: String(text[text.index(after: mark)...]))
  }

  private func problem(_ text: String) -> RadarError {
    RadarError(
      "selection '\(whole)'", text,
      remedy:
        "write 'all', a place such as 7, ranges such as 140-179 or 0-9,20 (places count from 0), first:0.8, last:0.2, "
        + "subject:7,8, session:1, random:0.2, random:0.2:SEED or file:split.json#eval; 'except:' before it takes the others"
    )
  }
}
