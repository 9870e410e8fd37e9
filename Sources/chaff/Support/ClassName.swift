/// A class that a model does not have.
struct UnknownClass: Error, CustomStringConvertible {
  let text: String
  let names: [String]
  var description: String { "there is no class '\(text)'; the classes are \(names.joined(separator: ", "))" }
}

enum ClassName {
  /// The class of this name or, failing that, of this number; upper and lower case are told apart only where the names
  /// themselves differ in nothing else.
  static func index(of text: String, among names: [String]) throws -> Int {
    if let index = names.firstIndex(of: text) { return index }
    let alike = names.indices.filter { names[$0].lowercased() == text.lowercased() }
    if alike.count == 1 { return alike[0] }
    guard let index = Int(text), names.indices.contains(index) else { throw UnknownClass(text: text, names: names) }
    return index
  }
}
