/// The lines of a `.cfg` file as commands with numbers.
struct MMWaveCommands {
  struct Chirp {
    let indices: ClosedRange<Int>
    let profile: Int
    let transmitters: Int
  }

  private let path: String
  private var lines: [(name: String, numbers: [Double?])] = []

  init(_ text: String, path: String) {
    self.path = path
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let name = words.first, !name.hasPrefix("%") else { continue }
      lines.append((name, words.dropFirst().map { Double($0).flatMap { $0.isFinite ? $0 : nil } }))
    }
  }

  func problem(_ text: String) -> RadarError {
    RadarError(path, text, remedy: "give the .cfg that the device was started with for this capture")
  }

  /// The numbers of the last command of that name, which is the one that counts on the device.
  func only(_ name: String, count: Int) throws(RadarError) -> [Double] {
    guard let line = lines.last(where: { $0.name == name }) else { throw problem("the line '\(name)' is missing") }
    return try numbers(line, count: count)
  }

  private func numbers(_ line: (name: String, numbers: [Double?]), count: Int) throws(RadarError) -> [Double] {
    let numbers = line.numbers.compactMap { $0 }
    guard numbers.count == line.numbers.count, numbers.count >= count else {
      throw problem(
        "'\(line.name)' needs at least \(count) numbers, has \(line.numbers.count)"
          + (numbers.count < line.numbers.count ? " words, of which \(numbers.count) are numbers" : ""))
    }
    return numbers
  }

  func whole(_ value: Double, _ name: String, _ possible: ClosedRange<Int>) throws(RadarError) -> Int {
    guard let whole = Int(exactly: value), possible.contains(whole) else {
      throw problem("'\(name)' has \(value) where \(possible.lowerBound) to \(possible.upperBound) can be")
    }
    return whole
  }

  func profile(_ identifier: Int) throws(RadarError) -> [Double] {
    guard lines.contains(where: { $0.name == "profileCfg" }) else {
      throw problem("the line 'profileCfg' is missing")
    }
    for line in lines.reversed() where line.name == "profileCfg" {
      let numbers = try numbers(line, count: 11)
      if Int(exactly: numbers[0]) == identifier { return numbers }
    }
    throw problem("no 'profileCfg' defines the profile \(identifier) that the chirps use")
  }

  /// Later definitions first: they replace earlier ones.
  func chirps() throws(RadarError) -> [Chirp] {
    var chirps: [Chirp] = []
    for line in lines.reversed() where line.name == "chirpCfg" {
      let numbers = try numbers(line, count: 8)
      let first = try whole(numbers[0], line.name, 0...511)
      let last = try whole(numbers[1], line.name, 0...511)
      guard first <= last else { throw problem("'chirpCfg' goes from chirp \(first) to \(last)") }
      chirps.append(
        Chirp(
          indices: first...last, profile: try whole(numbers[2], line.name, 0...3),
          transmitters: try whole(numbers[7], line.name, 1...15)))
    }
    guard !chirps.isEmpty else { throw problem("the line 'chirpCfg' is missing") }
    return chirps
  }

  /// From `adcbufCfg`, whose first number (the subframe, −1 for all) older devices do not have.
  func bufferFormat() throws(RadarError) -> (writesQFirst: Bool, isInterleaved: Bool) {
    let numbers = try only("adcbufCfg", count: 4)
    let start = numbers.count > 4 ? 1 : 0
    let swap = try whole(numbers[start + 1], "adcbufCfg", 0...1)
    let order = try whole(numbers[start + 2], "adcbufCfg", 0...1)
    return (swap == 1, order == 0)
  }

  /// What would put other numbers into the capture than samples of one kind of frame.
  func refuseOtherStreams() throws(RadarError) {
    if let line = lines.last(where: { $0.name == "dfeDataOutputMode" }), line.numbers.first != 1 {
      throw problem("'dfeDataOutputMode' is not 1: subframes and continuous streams are not read")
    }
    guard let stream = lines.last(where: { $0.name == "lvdsStreamCfg" }) else { return }
    let numbers = try numbers(stream, count: 3)
    guard numbers[1] == 0 else {
      throw problem("'lvdsStreamCfg' puts headers into the stream, which are not read")
    }
    guard numbers[2] != 4 else {
      throw problem("'lvdsStreamCfg' mixes other data into the stream, which is not read")
    }
  }
}
