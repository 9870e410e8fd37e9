/// Reads the Python dictionary of an NPY header, `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
///
/// Strict: exactly those three keys, each once, each with a value of its own kind. There is no recursion, every step
/// consumes input, and the numbers are bounded, so that no text can make it hang or overflow.
struct NPYHeaderParser {
  struct Facts {
    let element: NPYElement
    let isFortranOrder: Bool
    let shape: [Int]
  }

  /// NumPy 2 allows 64 axes.
  private static let largestRank = 64

  private let text: [UInt8]
  private let source: String
  private var position = 0

  init(text: [UInt8], source: String) {
    self.text = text
    self.source = source
  }

  mutating func parse() throws(NPYError) -> Facts {
    var element: NPYElement?, isFortranOrder: Bool?, shape: [Int]?
    try expect("{")
    while !skip("}") {
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where element == nil: element = try self.element()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
      case "shape" where shape == nil: shape = try self.shape()
      default: throw malformed("the key '\(key.prefix(40))' is repeated or unknown")
      }
      if skip("}") { break }
      try expect(",")
    }
    guard next() == nil else { throw malformed("something follows the closing brace") }
    guard let element, let isFortranOrder, let shape else {
      throw malformed("one of 'descr', 'fortran_order', 'shape' is missing")
    }
    try checkSize(of: shape, element)
    return Facts(element: element, isFortranOrder: isFortranOrder, shape: shape)
  }

  private mutating func element() throws(NPYError) -> NPYElement {
    if next() == UInt8(ascii: "[") {
      throw NPYError(
        "the array is structured (it has named fields)", in: source, hint: "save each field as an array of its own")
    }
    return try NPYElement(code: try string(), source: source)
  }

  private mutating func boolean() throws(NPYError) -> Bool {
    for (word, value) in [("True", true), ("False", false)] where skip(word) { return value }
    throw malformed("'fortran_order' is neither True nor False")
  }

  private mutating func shape() throws(NPYError) -> [Int] {
    try expect("(")
    var extents: [Int] = []
    while !skip(")") {
      guard extents.count < Self.largestRank else {
        throw malformed("the shape has more than \(Self.largestRank) axes")
      }
      extents.append(try number())
      if skip(")") { return extents }
      try expect(",")
    }
    return extents
  }

  /// A decimal number that fits `Int`; Python 2 wrote long ones with a trailing L.
  private mutating func number() throws(NPYError) -> Int {
    guard let first = next(), Self.digits.contains(first) else {
      throw malformed("an extent of the shape is no number")
    }
    var value = 0
    while position < text.count, Self.digits.contains(text[position]) {
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = shifted.addingReportingOverflow(Int(text[position] - UInt8(ascii: "0")))
      guard !overflow, !carry else { throw malformed("an extent of the shape is too large") }
      value = sum
      position += 1
    }
    _ = skip("L")
    return value
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  /// A quoted string without escapes: no key and no code of a plain type has any.
  private mutating func string() throws(NPYError) -> String {
    guard let quote = next(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw malformed("a quoted word is missing at byte \(position)")
    }
    let start = position + 1
    guard let end = text[start...].firstIndex(of: quote) else { throw malformed("a quote is not closed") }
    position = end + 1
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  /// Both the elements and their bytes must be countable, whatever the order in which the extents are multiplied.
  private func checkSize(of shape: [Int], _ element: NPYElement) throws(NPYError) {
    var size = element.size
    for extent in shape where extent > 0 {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw malformed("the shape \(shape) is too large") }
      size = product
    }
  }

  /// The next byte that is no white space, not consumed.
  private mutating func next() -> UInt8? {
    while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    return position < text.count ? text[position] : nil
  }

  private mutating func skip(_ word: String) -> Bool {
    guard next() != nil, text[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func expect(_ word: String) throws(NPYError) {
    guard skip(word) else { throw malformed("'\(word)' is missing at byte \(position)") }
  }

  private func malformed(_ what: String) -> NPYError {
    NPYError("the NPY header is malformed: \(what)", in: source, hint: "write the file again with numpy.save")
  }
}
