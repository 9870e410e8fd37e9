/// A class that a model does not have.
struct UnknownClass: Error, CustomStringConvertible {
  let text: String
  let names: [String]
  var description: String { "there is no class '\(text)'; the classes are \(names.joined(separator: ", "))" }
}

enum ClassName {
  /// The class of this name or, failing that, of this number.
  static func index(of text: String, among names: [String]) throws -> Int {
    if let index = names.firstIndex(of: text) { return index }
    guard let index = Int(text), names.indices.contains(index) else { throw UnknownClass(text: text, names: names) }
    return index
  }
}
