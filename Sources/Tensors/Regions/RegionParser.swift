/// Reads a region's text: `union := intersection ('+' intersection)*`, `intersection := part ('&' part)*`,
/// `part := '!' part | '(' union ')' | selector`.
struct RegionParser {
  private let text: String
  private let characters: [Character]
  private var position = 0
  private var depth = 0

  /// Deeper nesting than anybody writes; a forged text must not exhaust the stack.
  private static let deepest = 64

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  mutating func parse() throws(RegionError) -> RegionExpression {
    let expression = try union()
    guard position == characters.count else { throw failure("did not expect \"\(characters[position])\"") }
    return expression
  }

  private mutating func union() throws(RegionError) -> RegionExpression {
    var expression = try intersection()
    while accept("+") { expression = .union(expression, try intersection()) }
    return expression
  }

  private mutating func intersection() throws(RegionError) -> RegionExpression {
    var expression = try part()
    while accept("&") { expression = .intersection(expression, try part()) }
    return expression
  }

  private mutating func part() throws(RegionError) -> RegionExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw failure("is nested more than \(Self.deepest) deep") }
    if accept("!") { return .complement(try part()) }
    guard accept("(") else { return try selector() }
    let expression = try union()
    guard accept(")") else { throw failure("lacks a closing parenthesis") }
    return expression
  }

  private mutating func selector() throws(RegionError) -> RegionExpression {
    let word = take { !"+&!():".contains($0) }.withoutSpacesAround
    guard accept(":") else {
      guard let expression = Self.named(word) else { throw unknown(word) }
      return expression
    }
    switch word {
    case "mask": return .mask(file: try file())
    case "box": return try box(argument())
    case "border": return try border(argument())
    case "random": return try random(argument())
    case "inside": return .objects(try objects(.inside, argument(), of: word))
    case "outside": return .objects(try objects(.outside, argument(), of: word))
    case "ring": return try ring(argument())
    case "": throw failure("has a \":\" without a name before it")
    default: return .indices(along: Self.axis(word), try ranges(argument(), of: word))
    }
  }

  private static func named(_ word: String) -> RegionExpression? {
    switch word {
    case "all": .all
    case "zeros": .values(areZero: true)
    case "nonzero": .values(areZero: false)
    case "inside": .objects(ObjectRegion(part: .inside, followsTruth: false, className: nil))
    case "outside": .objects(ObjectRegion(part: .outside, followsTruth: false, className: nil))
    default: FrameSelection(rawValue: word).map { .frames($0) }
    }
  }

  /// The axis that a word of the language stands for; other words are taken as an axis' own name.
  private static func axis(_ word: String) -> Axis {
    switch word {
    case "frames": .time
    case "rows": .height
    case "columns": .width
    case "channels": .channel
    default: Axis(rawValue: word)
    }
  }

  private func ranges(_ argument: String, of word: String) throws(RegionError) -> IndexRanges {
    guard let ranges = IndexRanges(parsing: argument) else {
      throw failure("\"\(word):\(argument)\" needs indices such as 3-9,12")
    }
    return ranges
  }

  /// `time=3-9,range=0-7`: a comma belongs to the indices unless a new `name=` follows it.
  private func box(_ argument: String) throws(RegionError) -> RegionExpression {
    var sides: [(name: String, indices: String)] = []
    for piece in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = piece.split(separator: "=", omittingEmptySubsequences: false).map(\.withoutSpacesAround)
      if halves.count == 2, !halves[0].isEmpty {
        sides.append((halves[0], halves[1]))
      } else if halves.count == 1, !sides.isEmpty {
        sides[sides.count - 1].indices += ",\(halves[0])"
      } else {
        throw failure("\"box:\(argument)\" needs axis=indices pairs such as box:time=3-9,range=0-7")
      }
    }
    var expression: RegionExpression = .all
    for side in sides {
      let indices = RegionExpression.indices(along: Self.axis(side.name), try ranges(side.indices, of: side.name))
      expression = expression == .all ? indices : .intersection(expression, indices)
    }
    return expression
  }

  private func border(_ argument: String) throws(RegionError) -> RegionExpression {
    guard let width = Int(argument), width > 0 else {
      throw failure("\"border:\(argument)\" needs a width of at least 1")
    }
    return .border(width: width)
  }

  private func random(_ argument: String) throws(RegionError) -> RegionExpression {
    let fields = argument.split(separator: ",", omittingEmptySubsequences: false).map(\.withoutSpacesAround)
    let seed = fields.count == 2 ? UInt64(fields[1]) : nil
    guard let share = Double(fields[0]), share > 0, share <= 1, fields.count == 1 || seed != nil else {
      throw failure("\"random:\(argument)\" needs a share above 0 and at most 1, and may be followed by \",seed\"")
    }
    return .random(share: share, seed: seed)
  }

  private func ring(_ argument: String) throws(RegionError) -> RegionExpression {
    let fields = argument.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard let width = Int(fields[0].withoutSpacesAround), width > 0 else {
      throw failure("\"ring:\(argument)\" needs a width of at least 1, and may be followed by \",truth\" and a class")
    }
    guard fields.count == 2 else {
      return .objects(ObjectRegion(part: .ring(width: width), followsTruth: false, className: nil))
    }
    return .objects(try objects(.ring(width: width), String(fields[1]), of: "ring:\(width),"))
  }

  /// `truth`, a class, or both.
  private func objects(
    _ part: ObjectRegion.Part, _ argument: String, of word: String
  ) throws(RegionError) -> ObjectRegion {
    var fields = argument.split(separator: ",", omittingEmptySubsequences: false).map(\.withoutSpacesAround)
    let followsTruth = fields.first == "truth"
    if followsTruth { fields.removeFirst() }
    guard fields.count <= 1, fields.first != "" else {
      throw failure(
        "\"\(word)\" may be followed by \"truth\" and one class, as in inside:truth,lesion; found \"\(argument)\"")
    }
    return ObjectRegion(part: part, followsTruth: followsTruth, className: fields.first)
  }

  /// A file name: quoted, or everything up to the next operator.
  private mutating func file() throws(RegionError) -> String {
    skipSpaces()
    guard accept("\"") else {
      let name = try argument()
      guard !name.isEmpty else { throw failure("\"mask:\" needs a file") }
      return name
    }
    let name = take { $0 != "\"" }
    guard accept("\""), !name.isEmpty else { throw failure("lacks a closing quotation mark") }
    return name
  }

  private mutating func argument() throws(RegionError) -> String { take { !"+&!()".contains($0) }.withoutSpacesAround }

  // MARK: Characters

  private mutating func take(while predicate: (Character) -> Bool) -> String {
    let start = position
    while position < characters.count, predicate(characters[position]) { position += 1 }
    return String(characters[start..<position])
  }

  private mutating func skipSpaces() { _ = take { $0 == " " } }

  private mutating func accept(_ character: Character) -> Bool {
    skipSpaces()
    guard position < characters.count, characters[position] == character else { return false }
    position += 1
    skipSpaces()
    return true
  }

  private func unknown(_ word: String) -> RegionError {
    guard !word.isEmpty else {
      return failure(text.isEmpty ? "is empty" : "ends, or has an operator, where a name should be")
    }
    return failure(
      "does not know \"\(word)\"; write all, padding, idle, action, zeros, nonzero, frames:3-9,12, range:0-7, "
        + "doppler:10-20, rows:, columns:, channel:, box:time=3-9,range=0-7, border:4, random:0.1, inside, outside, "
        + "ring:4 or mask:FILE, joined by + & ! ( )")
  }

  private func failure(_ explanation: String) -> RegionError { RegionError(.syntax, in: text, explanation) }
}
