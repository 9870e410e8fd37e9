import Foundation
import Yams

/// Typed values out of a YAML mapping, with every mistake collected: which key, on which line, what was expected.
final class YAMLFields {
  let path: String
  private let prefix: String
  private let mapping: [String: Node]
  private let keyLines: [String: Int]
  private let mistakes: Mistakes
  private var known: Set<String> = []

  /// What is wrong, shared by a file's mappings.
  final class Mistakes {
    private var list: [(line: Int, words: String)] = []

    func add(_ words: String, line: Int?) { list.append((line ?? 0, words)) }

    /// From the top of the file to its end, those that belong to no line first.
    var inOrder: [String] {
      list.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map { _, mistake in
        mistake.line > 0 ? "line \(mistake.line): \(mistake.words)" : mistake.words
      }
    }

    /// - Throws: `YAMLFileError` with every mistake in the file at `path`, if there is any.
    func finish(_ path: String) throws {
      let problems = inOrder
      guard problems.isEmpty else { throw YAMLFileError(path: path, problems: problems) }
    }
  }

  private init(_ mapping: Node.Mapping, path: String, prefix: String, mistakes: Mistakes) {
    self.path = path
    self.prefix = prefix
    self.mistakes = mistakes
    var values: [String: Node] = [:]
    var lines: [String: Int] = [:]
    for (key, value) in mapping {
      let name = key.string ?? "?"
      if values[name] != nil { mistakes.add("'\(prefix)\(name)' is there twice", line: key.mark?.line) }
      values[name] = value
      lines[name] = key.mark?.line
    }
    self.mapping = values
    keyLines = lines
  }

  /// Reads a file; `kind` says in messages what it should be, and which page of docs describes it.
  ///
  /// - Throws: `YAMLFileError` when it cannot be read or is no mapping.
  static func file(_ path: String, kind: String = "study") throws -> YAMLFields {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw YAMLFileError(path: path, problems: ["cannot be read: check the path"])
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw YAMLFileError(
        path: path, problems: ["is not text: it should be a YAML file; docs/\(kind).md has an example"])
    }
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      throw YAMLFileError(
        path: path,
        problems: ["is not YAML: \("\(error)".split(whereSeparator: \.isWhitespace).joined(separator: " "))"])
    }
    guard let mapping = node?.mapping else {
      throw YAMLFileError(path: path, problems: ["is no \(kind): expected lines such as 'data: recordings'"])
    }
    return YAMLFields(mapping, path: path, prefix: "", mistakes: Mistakes())
  }

  /// Call at the end of every mapping: complains about keys that nobody asked for.
  func close() {
    for key in mapping.keys.sorted() where !known.contains(key) {
      complain(key, "is not known here; there are \(known.sorted().joined(separator: ", "))")
    }
  }

  /// - Throws: `YAMLFileError` with every mistake, if there is any.
  func finish() throws {
    close()
    try mistakes.finish(path)
  }

  func complain(_ key: String, _ words: String) {
    mistakes.add("'\(prefix)\(key)' \(words)", line: keyLines[key])
  }

  func has(_ key: String) -> Bool { mapping[key] != nil }

  func line(of key: String) -> Int? { keyLines[key] }

  /// For mappings whose keys are names.
  var keys: [String] { mapping.keys.sorted() }

  // MARK: Values

  func text(_ key: String) -> String? {
    guard let node = node(key) else { return nil }
    guard let text = node.string, !text.isEmpty else {
      complain(key, "must be a text")
      return nil
    }
    return text
  }

  func required(_ key: String, _ advice: String) -> String {
    let text = text(key)
    if text == nil, !has(key) { mistakes.add("'\(prefix)\(key)' is missing: \(advice)", line: nil) }
    return text ?? ""
  }

  func texts(_ key: String) -> [String]? {
    guard let node = node(key) else { return nil }
    if let text = node.string { return [text] }
    let texts = node.sequence?.compactMap(\.string)
    guard let texts, texts.count == node.sequence?.count else {
      complain(key, "must be a list of texts")
      return nil
    }
    return texts
  }

  func choices<Choice: RawRepresentable & CaseIterable>(_ key: String) -> [Choice]? where Choice.RawValue == String {
    guard let texts = texts(key) else { return nil }
    let chosen = texts.compactMap { Choice(rawValue: $0) }
    if chosen.count < texts.count || texts.isEmpty {
      complain(key, "must be among \(Choice.allCases.map(\.rawValue).joined(separator: ", ")); is \(texts)")
    }
    return chosen
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_ key: String) -> Choice? where Choice.RawValue == String {
    guard let text = text(key) else { return nil }
    let choice = Choice(rawValue: text)
    if choice == nil {
      complain(key, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")); is '\(text)'")
    }
    return choice
  }

  /// A number, `8/255` too.
  func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    numbers(key, in: range)?.first
  }

  func numbers(_ key: String, in range: ClosedRange<Double>) -> [Double]? {
    guard let texts = texts(key) else { return nil }
    let numbers = texts.compactMap { NumberText($0)?.exactValue }.filter(range.contains)
    guard numbers.count == texts.count, !numbers.isEmpty else {
      complain(key, "must be numbers in \(range.lowerBound)...\(range.upperBound); is \(texts)")
      return nil
    }
    return numbers
  }

  func whole(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(key) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      complain(key, "must be a whole number in \(range.lowerBound)...\(range.upperBound); is '\(text)'")
      return nil
    }
    return number
  }

  func flag(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    guard let flag = node.bool else {
      complain(key, "must be true or false")
      return nil
    }
    return flag
  }

  /// A path; relative ones start at the file's folder.
  func file(_ key: String) -> String? { text(key).map(resolved) }

  func resolved(_ name: String) -> String {
    if name.hasPrefix("/") { return name }
    return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(name).standardizedFileURL.path
  }

  func section(_ key: String) -> YAMLFields? {
    guard let node = node(key) else { return nil }
    guard let mapping = node.mapping else {
      complain(key, "must be 'key: value' lines")
      return nil
    }
    return YAMLFields(mapping, path: path, prefix: "\(prefix)\(key).", mistakes: mistakes)
  }

  func sections(_ key: String) -> [YAMLFields]? {
    guard let node = node(key) else { return nil }
    let mappings = node.sequence?.compactMap(\.mapping)
    guard let mappings, mappings.count == node.sequence?.count, !mappings.isEmpty else {
      complain(key, "must be a list of 'key: value' lines, each entry beginning with '-'")
      return nil
    }
    return mappings.enumerated().map {
      YAMLFields($1, path: path, prefix: "\(prefix)\(key)[\($0)].", mistakes: mistakes)
    }
  }

  private func node(_ key: String) -> Node? {
    known.insert(key)
    return mapping[key]
  }
}

/// A file of settings that cannot be used: every mistake, with its line.
struct YAMLFileError: Error, CustomStringConvertible {
  let path: String
  let problems: [String]

  var description: String { "\(path): " + problems.joined(separator: "; ") }
}
