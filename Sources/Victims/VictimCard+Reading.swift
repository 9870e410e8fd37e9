internal import Foundation
internal import Tensors
internal import Yams

extension VictimCard {
  /// Whether a path names a card rather than a model.
  public static func isCard(_ path: String) -> Bool {
    path.lowercased().hasSuffix(".yaml") || path.lowercased().hasSuffix(".yml")
  }

  /// Reads a card, and reports all its mistakes at once.
  ///
  /// - Throws: `VictimCardError`.
  public init(contentsOf path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw VictimCardError(
        path: path,
        problems: [
          isThere ? "cannot be read: check that it is a file you may read" : "there is no such file: check the path"
        ])
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw VictimCardError(path: path, problems: ["is not text: a card is a YAML file, such as 'model: net.onnx'"])
    }
    try self.init(yaml: text, path: path)
  }

  /// Reads a card's text; `path` is for messages, and the base of a relative model path.
  public init(yaml: String, path: String) throws {
    var reader = CardReader(try Self.mapping(yaml, path: path))
    let name = reader.text("model")
    if name == nil, reader.problems.isEmpty { reader.problems.append("'model' is missing: name the ONNX file") }
    self.init(modelPath: Self.resolve(name ?? "", besides: path))
    if let text = reader.text("task") {
      task = Task(rawValue: text)
      if task == nil {
        let known = Task.allCases.map(\.rawValue).joined(separator: ", ")
        reader.problems.append("'task' is '\(text)', expected one of \(known)")
      }
    }
    axes = reader.texts("axes")?.map { Axis(rawValue: $0) }
    shape = reader.numbers("shape")?.map { Int($0) }
    transform = reader.texts("transform") ?? []
    bounds = reader.range("bounds")
    classNames = reader.texts("classes")
    mean = reader.numbers("mean")?.map { Float($0) }
    deviation = reader.numbers("deviation")?.map { Float($0) }
    frames = reader.whole("frames")
    padding = reader.text("padding")
    // The older word for the same thing.
    if let framing = reader.text("framing") {
      if padding != nil { reader.problems.append("'padding' and 'framing' say the same thing: keep 'padding'") }
      padding = padding ?? framing
    }
    cropping = reader.text("cropping")
    cropToAction = reader.flag("crop-to-action")
    actionFrom = reader.text("action-from")
    channels = reader.wholes("channels")
    crop = reader.numbers("crop")?.map { Int($0) }
    reader.problems += problems + reader.unknownKeys
    guard reader.problems.isEmpty else { throw VictimCardError(path: path, problems: reader.problems) }
  }

  private static func mapping(_ yaml: String, path: String) throws -> [String: Node] {
    let node: Node?
    do { node = try Yams.compose(yaml: yaml) } catch {
      throw VictimCardError(
        path: path,
        problems: ["is not YAML: \("\(error)".split(whereSeparator: \.isWhitespace).joined(separator: " "))"])
    }
    guard let mapping = node?.mapping else {
      throw VictimCardError(
        path: path, problems: ["is not a card: expected 'key: value' lines, such as 'model: net.onnx'"])
    }
    var result: [String: Node] = [:]
    for (key, value) in mapping { result[key.string ?? "?"] = value }
    return result
  }

  private static func resolve(_ name: String, besides path: String) -> String {
    if name.hasPrefix("/") { return name }
    return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(name).path
  }

  /// What contradicts itself.
  var problems: [String] {
    var found: [String] = []
    if let axes, let shape, axes.count != shape.count {
      found.append("'axes' has \(axes.count) entries and 'shape' \(shape.count)")
    }
    if let axes, Set(axes).count != axes.count { found.append("'axes' names an axis twice") }
    if let frames, frames < 1 { found.append("'frames' must be positive, is \(frames)") }
    if let channels, channels.isEmpty || channels.contains(where: { $0 < 0 }) {
      found.append("'channels' must be numbers from 0, is \(channels)")
    }
    if let shape, shape.contains(where: { $0 < 1 }) { found.append("'shape' must be positive, is \(shape)") }
    if (mean == nil) != (deviation == nil) { found.append("'mean' and 'deviation' go together") }
    if let mean, let deviation, mean.count != deviation.count {
      found.append("'mean' has \(mean.count) numbers and 'deviation' \(deviation.count)")
    }
    if let deviation, deviation.contains(where: { !($0 > 0) }) { found.append("'deviation' must be positive") }
    if let channels, channels.isEmpty || channels.contains(where: { $0 < 0 }) {
      found.append("'channels' must be numbers from 0, are \(channels)")
    }
    if let crop, crop.count != 4 || crop[2...].contains(where: { $0 < 1 }) || crop[..<2].contains(where: { $0 < 0 }) {
      found.append("'crop' must be [x, y, width, height] in pixels, is \(crop)")
    }
    return found
  }
}

/// Takes typed values out of a YAML mapping and collects what is wrong with them, with line numbers.
private struct CardReader {
  private let mapping: [String: Node]
  private var known: Set<String> = []
  var problems: [String] = []

  init(_ mapping: [String: Node]) { self.mapping = mapping }

  var unknownKeys: [String] {
    mapping.keys.filter { !known.contains($0) }.sorted().map { key in
      "'\(key)'\(line(mapping[key])) is not a key of a card; known are \(known.sorted().joined(separator: ", "))"
    }
  }

  mutating func text(_ key: String) -> String? {
    guard let node = node(key) else { return nil }
    if let text = node.string { return text }
    problems.append("'\(key)'\(line(node)) must be a text")
    return nil
  }

  mutating func texts(_ key: String) -> [String]? {
    guard let node = node(key) else { return nil }
    if let text = node.string { return [text] }
    if let sequence = node.sequence {
      let texts = sequence.compactMap(\.string)
      if texts.count == sequence.count { return texts }
    }
    problems.append("'\(key)'\(line(node)) must be a list of texts")
    return nil
  }

  mutating func numbers(_ key: String) -> [Double]? {
    guard let node = node(key) else { return nil }
    if let sequence = node.sequence {
      let numbers = sequence.compactMap { $0.string.flatMap(Double.init) }.filter { abs($0) < 1e9 }
      if numbers.count == sequence.count { return numbers }
    }
    problems.append("'\(key)'\(line(node)) must be a list of numbers")
    return nil
  }

  mutating func wholes(_ key: String) -> [Int]? {
    guard let numbers = numbers(key) else { return nil }
    let wholes = numbers.compactMap { Int(exactly: $0) }
    if wholes.count == numbers.count { return wholes }
    problems.append("'\(key)'\(line(mapping[key])) must be a list of whole numbers")
    return nil
  }

  mutating func whole(_ key: String) -> Int? {
    guard let node = node(key) else { return nil }
    if let number = node.string.flatMap({ Int($0) }) { return number }
    problems.append("'\(key)'\(line(node)) must be a whole number")
    return nil
  }

  mutating func flag(_ key: String) -> Bool? {
    guard let node = node(key) else { return nil }
    switch node.string?.lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      problems.append("'\(key)'\(line(node)) must be true or false")
      return nil
    }
  }

  mutating func range(_ key: String) -> ClosedRange<Float>? {
    guard mapping[key] != nil, let numbers = numbers(key) else { return nil }
    guard numbers.count == 2, numbers[0] < numbers[1] else {
      problems.append("'\(key)'\(line(mapping[key])) must be [lowest, highest]")
      return nil
    }
    return Float(numbers[0])...Float(numbers[1])
  }

  private mutating func node(_ key: String) -> Node? {
    known.insert(key)
    return mapping[key]
  }

  private func line(_ node: Node?) -> String { node?.mark.map { " (line \($0.line))" } ?? "" }
}
