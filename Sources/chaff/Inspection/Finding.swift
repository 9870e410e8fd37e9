/// What was found out about one file: facts for people, and the same encoded for programs.
protocol Finding: Encodable {
  /// For programs: "model", "recording", "hdf5", ….
  static var kind: String { get }
  /// For people: "ONNX model".
  var title: String { get }
  var facts: [Fact] { get }
  /// Why the file cannot be used as what it is, although much could be said of it; nil normally.
  var problem: String? { get }
}

extension Finding {
  var problem: String? { nil }
}

/// One line of what a person reads; further lines stand below its text.
struct Fact {
  let label: String
  let lines: [String]

  init(_ label: String, _ lines: [String]) {
    self.label = label
    self.lines = lines
  }

  init(_ label: String, _ text: String) { self.init(label, [text]) }
}

extension [Fact] {
  /// Adds a fact that may have nothing to say.
  mutating func add(_ label: String, _ text: String?) {
    if let text { append(Fact(label, text)) }
  }

  mutating func add(_ label: String, lines: [String]) {
    if !lines.isEmpty { append(Fact(label, lines)) }
  }

  /// Labels in a column of their own.
  var text: String {
    let width = 2 + (map(\.label.count).max() ?? 0)
    return flatMap { fact in
      fact.lines.enumerated().map { index, line in
        let label = index == 0 ? fact.label : ""
        return "  \(label)\(String(repeating: " ", count: width - label.count))\(line)"
      }
    }.joined(separator: "\n")
  }
}
