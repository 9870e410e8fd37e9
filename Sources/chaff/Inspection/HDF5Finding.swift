import HDF5

/// What an HDF5 file of any layout holds.
struct HDF5Finding: Finding {
  struct Entry: Encodable {
    let name: String
    /// "group", "dataset", "named type" or "damaged".
    let kind: String
    let shape: [Int]?
    let type: String?
    let chunks: [Int]?
    let filters: [String]?
    let storedBytes: Int?
    /// Why a damaged object cannot be read.
    let reason: String?
    let attributes: [String: String]
  }

  static let kind = "hdf5"
  /// Each object's attributes are asked for one by one: in a file of thousands only those of the first are shown.
  private static let attributedObjects = 200
  private static let longestValue = 100

  let objects: [Entry]
  /// Why the list is not complete.
  let omission: String?

  init(_ path: String) throws {
    let file = try HDF5File(reading: path)
    let listing = try file.listing()
    omission = listing.omission
    objects = listing.objects.enumerated().map { index, object in
      Entry(object, attributes: index < Self.attributedObjects ? Self.attributes(of: object, in: file) : [:])
    }
  }

  var title: String { "HDF5 file of no known recording layout" }

  var facts: [Fact] {
    let datasets = objects.count { $0.kind == "dataset" }
    var facts = [Fact("holds", "\(Wording.count(datasets, "dataset")) among \(Wording.count(objects.count, "object"))")]
    facts.add("tree", lines: treeLines)
    facts.add("not shown", omission)
    return facts
  }

  var treeLines: [String] { objects.flatMap(\.lines) }

  private static func attributes(of object: HDF5Object, in file: HDF5File) -> [String: String] {
    if case .unreadable = object.content { return [:] }
    // A damaged attribute is no reason to hide the rest of the file.
    guard let attributes = try? file.attributes(of: object.name == "." ? "/" : object.name) else { return [:] }
    return Dictionary(attributes.map { ($0.name, Self.text($0)) }) { first, _ in first }
  }

  private static func text(_ attribute: HDF5Attribute) -> String {
    let text =
      switch attribute.value {
      case .numbers(let numbers): Wording.list(numbers.map { Int(exactly: $0).map(String.init) ?? "\($0)" })
      case .texts(let texts): Wording.list(texts)
      case .undecoded: "\(attribute.type)"
      }
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > longestValue ? line.prefix(longestValue) + "…" : line
  }
}

extension HDF5Finding.Entry {
  init(_ object: HDF5Object, attributes: [String: String]) {
    let dataset = object.dataset
    var (kind, reason): (String, String?) = ("dataset", nil)
    switch object.content {
    case .group: kind = "group"
    case .dataset: break
    case .namedType: kind = "named type"
    case .unreadable(let why): (kind, reason) = ("damaged", why)
    }
    self.init(
      name: object.name == "." ? "/" : object.name, kind: kind, shape: dataset?.shape,
      type: dataset?.type.description, chunks: dataset?.chunkShape,
      filters: dataset?.filters.map { $0.isAvailable ? $0.name : "\($0.name) (not installed)" },
      storedBytes: dataset?.storedByteCount, reason: reason, attributes: attributes)
  }

  /// The object at its depth in the tree, its attributes below it.
  fileprivate var lines: [String] {
    let depth = name == "/" ? 0 : name.count { $0 == "/" } + 1
    let indent = String(repeating: "  ", count: depth)
    let leaf = name == "/" ? "/" : name.split(separator: "/").last.map(String.init) ?? name
    return ["\(indent)\(leaf)\(summary)"]
      + attributes.sorted { $0.key < $1.key }.map { "\(indent)    @\($0.key) = \($0.value)" }
  }

  private var summary: String {
    guard let shape, let type else { return kind == "group" ? (name == "/" ? "" : "/") : "  \(reason ?? kind)" }
    var parts = ["\(Wording.shape(shape)) \(type)"]
    if let chunks { parts.append("chunks \(Wording.shape(chunks))") }
    if let filters, !filters.isEmpty { parts.append(filters.joined(separator: " + ")) }
    if let storedBytes { parts.append(Wording.bytes(storedBytes)) }
    return "  " + parts.joined(separator: ", ")
  }
}
